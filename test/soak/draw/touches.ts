import type { Durations, Play, Workflow } from '../play';

/** A service that the execution calls while it is in a state: from one share of the state's duration to another. */
export interface Touch {
  readonly state: string;
  /** At which entry of the state; the first, if it is not said. */
  readonly nth?: number;
  readonly service: string;
  readonly from: number;
  readonly to: number;
  /** Where it answers, if not in the standby region. */
  readonly region?: string;
  /** Which of its operations it is; left out, several. */
  readonly operation?: string;
}

/** Which function a state's task invokes. */
export interface Invocation {
  readonly state: string;
  readonly functionName: string;
}

/** How long a state lasts when nothing goes wrong, in seconds; one that is not here is over in a second. */
const LASTING: Readonly<Record<string, Readonly<Record<Durations, number>>>> = {
  BringUpStandby: { brisk: 340, fast: 1750, default: 2700, slow: 3720 },
  WaitForAurora: { brisk: 330, fast: 1740, default: 2690, slow: 3710 },
  WaitForStack: { brisk: 190, fast: 190, default: 870, slow: 1040 },
  PollTraffic: { brisk: 60, fast: 60, default: 60, slow: 60 },
  RemoveCluster: { brisk: 120, fast: 480, default: 480, slow: 480 },
  RemoveStack: { brisk: 100, fast: 300, default: 300, slow: 300 },
};

export function lastsMs(state: string, durations: Durations): number {
  return 1000 * (LASTING[state]?.[durations] ?? 1);
}

const FIRST = { from: 0, to: 0 };
const ALL_ALONG = { from: 0, to: 1 };

const BEGIN: readonly Touch[] = [
  { state: 'CheckTheInput', service: 'lambda', ...FIRST },
  { state: 'CheckTheInput', service: 's3', ...FIRST },
  { state: 'ReadLock', service: 'dynamodb', ...FIRST },
  { state: 'TakeLock', service: 'dynamodb', ...FIRST, operation: 'PutItem' },
];

const CHOICE: readonly Touch[] = [
  { state: 'FindLatestRecoveryPoint', service: 'backup', ...FIRST },
  { state: 'FindLatestRecoveryPoint', service: 'lambda', ...FIRST },
];

const END: readonly Touch[] = [
  { state: 'Notify', service: 'sns', ...FIRST },
  { state: 'ReleaseLock', service: 'dynamodb', ...FIRST, operation: 'UpdateItem' },
  { state: 'WriteEvidence', service: 's3', ...FIRST, operation: 'PutObject' },
  { state: 'PublishMetrics', service: 'monitoring', ...FIRST, operation: 'PutMetricData' },
];

const RESTORE: readonly Touch[] = [
  ...CHOICE,
  { state: 'BringUpStandby', service: 'rds', ...FIRST, operation: 'RestoreDBClusterFromSnapshot' },
  { state: 'RestoreAurora', nth: 2, service: 'rds', ...FIRST, operation: 'CreateDBInstance' },
  { state: 'RestoreAurora', nth: 3, service: 'ssm', ...FIRST, operation: 'PutParameter' },
];

const PROMOTION: readonly Touch[] = [
  { state: 'LookAtReplica', service: 'lambda', ...FIRST },
  { state: 'LookAtReplica', service: 'monitoring', ...FIRST, operation: 'GetMetricData' },
  { state: 'LookAtReplica', service: 'rds', ...FIRST },
  { state: 'BringUpStandby', service: 'rds', ...FIRST, operation: 'CreateDBInstance' },
  { state: 'FailoverGlobalCluster', nth: 2, service: 'rds', ...FIRST },
  { state: 'FailoverGlobalCluster', nth: 2, service: 'rds', ...FIRST, operation: 'FailoverGlobalCluster' },
  { state: 'FailoverGlobalCluster', nth: 3, service: 'rds', ...FIRST },
  { state: 'FailoverGlobalCluster', nth: 3, service: 'ssm', ...FIRST },
];

const BRING_UP: readonly Touch[] = [
  { state: 'BringUpStandby', service: 'lambda', ...ALL_ALONG },
  { state: 'BringUpStandby', service: 'lambda', ...FIRST, operation: 'Invoke' },
  { state: 'BringUpStandby', service: 'rds', ...ALL_ALONG },
  { state: 'BringUpStandby', service: 'cloudformation', from: 0, to: 0.4 },
  { state: 'BringUpStandby', service: 's3', ...FIRST },
  { state: 'BringUpStandby', service: 'ssm', ...FIRST },
  { state: 'RememberWhatWasRestored', service: 'dynamodb', ...FIRST },
  { state: 'SmokeTestStandby', service: 'lambda', ...FIRST },
  { state: 'SmokeTestStandby', service: 'rds-data', ...FIRST },
  { state: 'SmokeTestStandby', service: 'dns', ...FIRST },
  { state: 'SmokeTestStandby', service: 'dynamodb', ...FIRST, operation: 'PutItem' },
  { state: 'Report', service: 'lambda', ...FIRST },
  { state: 'Report', service: 'dynamodb', ...FIRST },
  { state: 'Report', service: 'rds', ...FIRST },
];

const PILOT_LIGHT: readonly Touch[] = [
  { state: 'WaitForStack', service: 'apigateway', from: 0.7, to: 0.85 },
  { state: 'WaitForStack', service: 'lambda', ...FIRST, operation: 'CreateFunction' },
  { state: 'Report', service: 'cloudformation', ...FIRST },
];

const CACHE: readonly Touch[] = [
  { state: 'BringUpStandby', service: 'elasticache', from: 0, to: 0.02 },
  { state: 'Report', service: 'elasticache', ...FIRST },
];

const SWITCH: readonly Touch[] = [
  { state: 'UpdateRoute53', service: 'lambda', ...FIRST },
  { state: 'UpdateRoute53', service: 'dynamodb', ...FIRST },
  { state: 'PollTraffic', service: 'lambda', ...ALL_ALONG },
  { state: 'PollTraffic', service: 'dns', ...ALL_ALONG },
  { state: 'SmokeTestPublic', service: 'lambda', ...FIRST },
  { state: 'SmokeTestPublic', service: 'rds-data', ...FIRST },
];

const BY_METRIC: readonly Touch[] = [
  { state: 'UpdateRoute53', service: 'monitoring', ...FIRST, operation: 'PutMetricData' },
  { state: 'PollTraffic', service: 'monitoring', ...ALL_ALONG },
];

const BY_RECORDS: readonly Touch[] = [
  { state: 'UpdateRoute53', service: 'route53', region: 'us-east-1', ...FIRST },
  { state: 'UpdateRoute53', service: 'route53', region: 'us-east-1', ...FIRST, operation: 'ChangeResourceRecordSets' },
];

const CLEAN_UP: readonly Touch[] = [
  { state: 'RemoveCluster', service: 'rds', ...ALL_ALONG },
  { state: 'RemoveCluster', service: 'lambda', ...ALL_ALONG },
  { state: 'RemoveCluster', service: 'ssm', ...FIRST },
];

const STACK_REMOVAL: readonly Touch[] = [
  { state: 'RemoveStack', service: 'cloudformation', ...ALL_ALONG },
  { state: 'RemoveStack', service: 'apigateway', from: 0, to: 0.3 },
];

const APPROVAL: readonly Touch[] = [
  { state: 'AskForApproval', service: 'lambda', ...FIRST },
  { state: 'AskForApproval', service: 'dynamodb', ...FIRST },
  { state: 'AskForApproval', service: 'sns', ...FIRST },
  // A person's answer goes to the execution through Step Functions.
  { state: 'AskForApproval', service: 'states', ...FIRST },
];

const VALIDATION: readonly Touch[] = [
  ...BEGIN,
  ...CHOICE,
  { state: 'RemoveCluster', service: 'rds', ...FIRST },
  { state: 'RestoreAurora', service: 'rds', ...FIRST },
  { state: 'RestoreAurora', service: 'rds', ...FIRST, operation: 'RestoreDBClusterFromSnapshot' },
  { state: 'WaitForAurora', service: 'rds', ...ALL_ALONG },
  { state: 'WaitForAurora', service: 'lambda', ...ALL_ALONG },
  { state: 'SmokeTest', service: 'rds-data', ...FIRST },
  { state: 'SmokeTest', service: 'lambda', ...FIRST },
  { state: 'SmokeTest', service: 's3', ...FIRST },
  { state: 'BeginCleanUp', service: 'lambda', ...FIRST },
  ...END,
];

const BACKUP_FAILURE: readonly Touch[] = [
  { state: 'ReceiveSignal', service: 'lambda', ...FIRST },
  { state: 'ReceiveSignal', service: 'dynamodb', ...FIRST },
  { state: 'ReceiveSignal', service: 'backup', ...FIRST },
  { state: 'ReceiveSignal', service: 'backup', region: 'us-east-1', ...FIRST },
  { state: 'Notify', service: 'sns', ...FIRST },
  { state: 'PublishEvent', service: 'events', ...FIRST },
  { state: 'WriteEvidence', service: 's3', ...FIRST },
  { state: 'PublishMetrics', service: 'monitoring', ...FIRST },
  { state: 'FollowIncident', service: 'lambda', ...FIRST },
  { state: 'FollowIncident', service: 'backup', ...FIRST },
  { state: 'FollowIncident', service: 'dynamodb', ...FIRST },
];

type Asked = Pick<Play, 'workflow' | 'configuration' | 'requireApproval'>;

export function touchesOf({ workflow, configuration, requireApproval }: Asked): readonly Touch[] {
  if (workflow === 'restore-validation') return VALIDATION;
  if (workflow === 'backup-failure') return BACKUP_FAILURE;
  const isWarm = configuration === 'warm';
  return [
    ...BEGIN,
    ...(requireApproval ? APPROVAL : []),
    ...BRING_UP,
    ...(isPromoted({ workflow, configuration }) ? PROMOTION : RESTORE),
    ...(isWarm ? [] : PILOT_LIGHT),
    ...(isWarm || configuration === 'no-cache' ? [] : CACHE),
    ...(workflow === 'drill'
      ? [...CLEAN_UP, ...(isWarm ? [] : STACK_REMOVAL)]
      : [...SWITCH, ...(configuration === 'records' ? BY_RECORDS : BY_METRIC)]),
    ...END,
  ];
}

/** A drill of a global database restores a backup beside the replica. */
export function isPromoted({ workflow, configuration }: Pick<Play, 'workflow' | 'configuration'>): boolean {
  return workflow === 'failover' && configuration === 'global';
}

const FAILOVER_INVOCATIONS: readonly Invocation[] = [
  { state: 'FindLatestRecoveryPoint', functionName: 'findLatestRecoveryPoint' },
  { state: 'RestoreAurora', functionName: 'restoreAurora' },
  { state: 'DeployRegionStack', functionName: 'deployRegionStack' },
  { state: 'PollAurora', functionName: 'waitForAvailable' },
  { state: 'SmokeTestStandby', functionName: 'smokeTest' },
  { state: 'Report', functionName: 'reportExecution' },
];

/** What is invoked in the place of a function, where a replica is promoted and no backup restored. */
const PROMOTIONS: Readonly<Record<string, Invocation>> = {
  findLatestRecoveryPoint: { state: 'LookAtReplica', functionName: 'failoverGlobalCluster' },
  restoreAurora: { state: 'FailoverGlobalCluster', functionName: 'failoverGlobalCluster' },
};

const INVOCATIONS: Readonly<Record<Workflow, readonly Invocation[]>> = {
  failover: [
    ...FAILOVER_INVOCATIONS,
    { state: 'UpdateRoute53', functionName: 'updateRoute53' },
    { state: 'PollTraffic', functionName: 'waitForAvailable' },
    { state: 'SmokeTestPublic', functionName: 'smokeTest' },
  ],
  drill: [
    ...FAILOVER_INVOCATIONS,
    { state: 'RemoveCluster', functionName: 'removeCluster' },
    { state: 'RemoveStack', functionName: 'deployRegionStack' },
  ],
  'restore-validation': [
    { state: 'FindLatestRecoveryPoint', functionName: 'findLatestRecoveryPoint' },
    { state: 'RestoreAurora', functionName: 'restoreAurora' },
    { state: 'WaitForAvailable', functionName: 'waitForAvailable' },
    { state: 'SmokeTest', functionName: 'smokeTest' },
    { state: 'RemoveCluster', functionName: 'removeCluster' },
  ],
  'backup-failure': [
    { state: 'ReceiveSignal', functionName: 'assessBackupFailure' },
    { state: 'FollowIncident', functionName: 'assessBackupFailure' },
  ],
};

/** After how many of its calls a function may die at the latest: it makes so many, or more. */
export const MOST_CALLS: Readonly<Record<string, number>> = {
  findLatestRecoveryPoint: 1,
  restoreAurora: 4,
  failoverGlobalCluster: 6,
  deployRegionStack: 6,
  waitForAvailable: 1,
  smokeTest: 2,
  updateRoute53: 7,
  removeCluster: 5,
  reportExecution: 4,
  assessBackupFailure: 6,
};

export function invocationsOf({ workflow, configuration }: Asked): readonly Invocation[] {
  const isThere = ({ state }: Invocation) => configuration !== 'warm' || state !== 'RemoveStack';
  const invocations = INVOCATIONS[workflow].filter(isThere);
  if (!isPromoted({ workflow, configuration })) return invocations;
  return invocations.map((invocation) => PROMOTIONS[invocation.functionName] ?? invocation);
}
