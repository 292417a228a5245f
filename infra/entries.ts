/** Our functions, by folder: those of the recovery stack, and those of the primary's. */
export const FUNCTIONS = [
  'findLatestRecoveryPoint',
  'restoreAurora',
  'restoreToPointInTime',
  'failoverGlobalCluster',
  'waitForAvailable',
  'deployRegionStack',
  'updateRoute53',
  'answerSwitch',
  'endFailover',
  'smokeTest',
  'removeCluster',
  'assessBackupFailure',
  'assessAzFailure',
  'recordManifest',
  'ensureRoles',
  'reportExecution',
  'readiness',
  'measureRecoveryPoints',
  'keepRecoveryPointObjective',
  'findMoment',
  'compareData',
  'applyRows',
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

export const WORKLOAD_ENTRY = 'workload/api/handler.ts';

/** What is bundled: one file a Lambda. */
export const ENTRIES: readonly string[] = [
  ...FUNCTIONS.map((folder) => `functions/${folder}/handler.ts`),
  WORKLOAD_ENTRY,
];
