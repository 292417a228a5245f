/** Everything that a message may ask a person to do. */
export type ActionName = RestartName | InspectionName | RepairName | TrafficName;

/** What begins another execution. */
export type RestartName =
  | 'startAgain'
  | 'correctAndStart'
  | 'startWithoutPoint'
  | 'moveAgain'
  | 'startAndAnswer'
  | 'startWhenAgreed'
  | 'acceptAndStart'
  | 'startWithNewerPoint'
  | 'startWithNextPoint'
  | 'restoreBackupInstead'
  | 'startDrill'
  | 'removeProtection'
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
  | 'readTraffic'
  | 'history'
  | 'listRecoveryPoints'
  | 'inspectClusters'
  | 'inspectGlobalCluster'
  | 'inspectStacks'
  | 'inspectKey'
  | 'listSecrets'
  | 'stackEvents'
  | 'testStandby'
  | 'testPublicName'
  | 'resolvePublicName'
  | 'switchAlarm'
  | 'watch';

/** What repairs or removes. */
export type RepairName =
  | 'makeCache'
  | 'raiseQuota'
  | 'publishActivation'
  | 'repairStack'
  | 'grantPermission'
  | 'removeUnused'
  | 'removeFailed';

export type TrafficName = 'moveBack' | 'switchDatabaseBack' | 'endFailover';
