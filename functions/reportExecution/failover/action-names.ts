/** Everything that a message may ask a person to do. */
export type ActionName = RestartName | InspectionName | RepairName | TrafficName;

/** What begins another execution. */
export type RestartName =
  | 'startAgain'
  | 'correctAndStart'
  | 'startWithoutPoint'
  | 'startAndAnswer'
  | 'startWhenAgreed'
  | 'acceptAndStart'
  | 'startWithNewerPoint'
  | 'startWithNextPoint'
  | 'restoreBackupInstead'
  | 'startDrill'
  | 'stopDrillAndStart'
  | 'finishFailover'
  | 'finishWhatServes'
  | 'stopAndTakeNextPoint';

/** What changes nothing. */
export type InspectionName =
  | 'follow'
  | 'followOwner'
  | 'whoHoldsTheLock'
  | 'whoMovedTraffic'
  | 'history'
  | 'listRecoveryPoints'
  | 'inspectClusters'
  | 'inspectGlobalCluster'
  | 'stackEvents'
  | 'testStandby'
  | 'testPublicName'
  | 'resolvePublicName'
  | 'switchAlarm'
  | 'watch';

/** What repairs or removes. */
export type RepairName = 'raiseQuota' | 'publishActivation' | 'repairStack' | 'grantPermission' | 'removeUnused';

export type TrafficName = 'moveBack' | 'switchDatabaseBack' | 'endFailover';
