import { END, point, START, thrown } from '../cases';
import type { Story } from './story';

const CLUSTER = 'validate-pilot-light-20261201-040000-abc123';
const OTHER_CLUSTER = 'validate-pilot-light-20261101-040000-ffffff';
export const VALIDATION_MACHINE = 'arn:aws:states:us-west-2:111111111111:stateMachine:pilot-light-restore-validation';
const EXECUTION = VALIDATION_MACHINE.replace(':stateMachine:', ':execution:');
export const SCHEDULED = { requestedBy: 'the schedule', reason: 'the regular restore validation' } as const;

const minutes = (count: number) => new Date(Date.parse(START) + count * 60_000).toISOString();
const NEWEST = point('0200', minutes(-46), 2760);
const OLDER = point('0100', minutes(-106), 6360);
const REQUEST = { ...SCHEDULED, recoveryPointArn: null, notAfter: null, restoreJobId: null };

function check(name: string, passed = true, detail = '3 tables') {
  return { suite: 'data', name, kind: 'data', passed, attempts: 1, durationMs: 900, detail, mayPass: false };
}
const CHECKS = [
  check('manifest of the time of the recovery point', true, 'taken at 2026-11-22T02:00:00.000Z'),
  check('row counts are those of the manifest'),
  check('indexes are intact', true, '9 indexes'),
];

const RESTORED = {
  phase: 'ready',
  detail: 'ready',
  clusterIdentifier: CLUSTER,
  recoveryPointArn: NEWEST.recoveryPointArn,
  recoveryPointCreatedAt: NEWEST.createdAt,
  progress: { rejected: [], refusedSince: null },
};

const RECOVERY = {
  chosen: NEWEST,
  freshness: 'fresh',
  objectiveSeconds: 3600,
  chosenBecause: 'newest',
  newest: NEWEST,
  runnersUp: [OLDER],
  skipped: [],
  skippedCount: 0,
};

/** The variables of a validation that proved all that there is to prove. */
export const PROVEN = {
  request: REQUEST,
  budgets: { Sweep: 3600, RestoreAurora: 14_400, SmokeTest: 3600, CleanUp: 3600 },
  lock: { owner: 'nobody', status: 'FREE' },
  isLocked: true,
  isCleaningUp: true,
  cleanUpBegan: minutes(40),
  validationId: '20261201-040000',
  recovery: RECOVERY,
  restored: RESTORED,
  checks: CHECKS,
  areChecksDone: true,
  sweepFound: [],
  sweepRefused: [],
  removal: { phase: 'gone', detail: 'no validation has left anything', remaining: [], refused: [] },
  cleanUpProblem: null,
  steps: [
    { name: 'Sweep', startedAt: START, endedAt: minutes(0.1) },
    { name: 'FindLatestRecoveryPoint', startedAt: minutes(0.1), endedAt: minutes(0.2) },
    { name: 'RestoreAurora', startedAt: minutes(0.2), endedAt: minutes(38) },
    { name: 'SmokeTest', startedAt: minutes(38), endedAt: minutes(40) },
    { name: 'CleanUp', startedAt: minutes(40), endedAt: minutes(46) },
  ],
  caught: null,
  interruptions: [],
  notifiedAt: null,
};

const NOTHING_YET = {
  ...PROVEN,
  isCleaningUp: false,
  cleanUpBegan: null,
  recovery: null,
  restored: null,
  checks: [],
  areChecksDone: false,
  removal: null,
  steps: [],
};
const CLEANED = { ...NOTHING_YET, isCleaningUp: true, cleanUpBegan: minutes(40), removal: PROVEN.removal };

const story = (record: object, more: Partial<Story> = {}): Story => ({
  workflow: 'restore-validation',
  record,
  input: SCHEDULED,
  ...more,
});

/** How a restore validation can end. */
export const VALIDATION_ENDINGS: Readonly<Record<string, Story>> = {
  'validation passed': story(PROVEN),
  'validation passed after trouble, and removed what was left': story({
    ...PROVEN,
    sweepFound: [OTHER_CLUSTER],
    interruptions: [
      { step: 'RestoreAurora', since: minutes(3), lastAt: minutes(9), Error: 'TransientDependencyError', Cause: 'x' },
    ],
  }),
  'validation of what a restore test picked passed': story(
    {
      ...PROVEN,
      request: {
        requestedBy: 'AWS Backup restore testing',
        reason: 'arn:plan',
        recoveryPointArn: OLDER.recoveryPointArn,
        notAfter: null,
        restoreJobId: 'JOB-1',
      },
      recovery: { ...RECOVERY, chosen: OLDER, chosenBecause: 'requested', runnersUp: [], freshness: 'stale' },
      restored: { ...RESTORED, recoveryPointArn: OLDER.recoveryPointArn, recoveryPointCreatedAt: OLDER.createdAt },
    },
    { input: { requestedBy: 'AWS Backup restore testing', reason: 'arn:plan', restoreJobId: 'JOB-1' } },
  ),
  'validation finds wrong data': story({
    ...PROVEN,
    checks: [
      ...CHECKS,
      check('heartbeats are there', false, 'the newest is 43 minutes older than the recovery point'),
      check('orders add up', false, '{"total":12}'),
    ],
  }),
  'validation restores an older backup': story({
    ...PROVEN,
    restored: {
      ...RESTORED,
      recoveryPointArn: OLDER.recoveryPointArn,
      recoveryPointCreatedAt: OLDER.createdAt,
      progress: {
        rejected: [{ recoveryPointArn: NEWEST.recoveryPointArn, reason: 'the snapshot is failed' }],
        refusedSince: null,
      },
    },
  }),
  'validation finds only old data': story({
    ...PROVEN,
    recovery: { ...RECOVERY, chosen: OLDER, newest: OLDER, runnersUp: [], freshness: 'stale' },
    restored: { ...RESTORED, recoveryPointArn: OLDER.recoveryPointArn, recoveryPointCreatedAt: OLDER.createdAt },
  }),
  'validation cannot restore anything': story({
    ...CLEANED,
    recovery: RECOVERY,
    caught: thrown(
      'RestoreAurora',
      'UnsafeToProceedError',
      `no-restorable-recovery-point: no recovery point could be restored (${NEWEST.recoveryPointArn}: KMSKeyNotAccessibleFault)`,
    ),
  }),
  'validation meets a quota': story({
    ...CLEANED,
    recovery: RECOVERY,
    caught: thrown(
      'RestoreAurora',
      'UnsafeToProceedError',
      'quota-exceeded: DBClusterQuotaExceededFault: You already have 40 clusters',
    ),
  }),
  'validation finds nothing to validate': story({
    ...CLEANED,
    caught: thrown(
      'FindLatestRecoveryPoint',
      'UnsafeToProceedError',
      'no-usable-recovery-point: no recovery point of arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary in the vault pilot-light-standby can be restored (there is none)',
    ),
  }),
  'validation gives up a restore after twelve hours': story(
    {
      ...CLEANED,
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      caught: {
        Error: 'UnsafeToProceedError',
        Cause: 'deadline-passed',
        step: 'RestoreAurora',
        startedAt: minutes(0.2),
      },
      interruptions: [
        {
          step: 'RestoreAurora',
          since: minutes(240),
          lastAt: minutes(710),
          Error: 'StepIsLate',
          Cause: 'the cluster is creating: 3 %',
        },
      ],
    },
    { now: minutes(722) },
  ),
  'validation leaves a protected cluster': story(
    {
      ...PROVEN,
      removal: {
        phase: 'refused',
        detail: 'x',
        remaining: [CLUSTER],
        refused: [
          `the cluster ${CLUSTER} is protected from deletion, as only one that was meant to stay is: not removing it`,
        ],
      },
    },
    { moment: (reports) => (reports.clusterNames = [CLUSTER]) },
  ),
  'validation lacks a permission': story({
    ...CLEANED,
    recovery: RECOVERY,
    restored: RESTORED,
    caught: thrown(
      'SmokeTest',
      'InvariantViolationError',
      "the function's role lacks a permission: User: arn:aws:sts::111111111111:assumed-role/r/f is not authorized to perform: rds-data:BeginTransaction on resource: arn:aws:rds:us-west-2:111111111111:cluster:x because no identity-based policy allows the action",
    ),
  }),
  'validation is refused its input': story(
    {
      ...NOTHING_YET,
      request: null,
      budgets: null,
      isLocked: false,
      caught: thrown(
        'CheckTheInput',
        'InvalidRequestError',
        'notAfter: write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z, or leave it out',
      ),
    },
    { input: { requestedBy: 'ops', notAfter: 'yesterday' } },
  ),
  'validation is refused a recovery point': story(
    {
      ...CLEANED,
      request: { ...REQUEST, requestedBy: 'ops', reason: 'audit', recoveryPointArn: 'arn:aws:rds:us-west-2:1:x' },
      caught: thrown(
        'FindLatestRecoveryPoint',
        'InvalidRequestError',
        'recoveryPointArn: arn:aws:rds:us-west-2:1:x is no cluster snapshot in the standby vault. Write the ARN of one that is, or leave it out',
      ),
    },
    { input: { requestedBy: 'ops', reason: 'audit', recoveryPointArn: 'arn:aws:rds:us-west-2:1:x' } },
  ),
  'validation stands down': story({
    ...NOTHING_YET,
    isLocked: false,
    lock: { owner: `${EXECUTION}:other`, status: 'RUNNING' },
    caught: { Error: 'FencedOutError', Cause: 'lock-held', step: 'TakeLock', startedAt: START },
  }),
  'validation is our bug': story({ ...PROVEN, checks: [], areChecksDone: false }),
};

/** What a validation waits for while it runs. */
export const VALIDATION_WAITS: Readonly<Record<string, Story>> = {
  'validation late with the restore': story(
    {
      ...NOTHING_YET,
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      caught: {
        Error: 'StepIsLate',
        Cause: 'the cluster is creating: 71 %',
        step: 'RestoreAurora',
        startedAt: minutes(0.2),
      },
    },
    { now: minutes(241) },
  ),
  'validation held up by throttling': story(
    {
      ...NOTHING_YET,
      caught: {
        ...thrown('WaitForAvailable', 'TransientDependencyError', 'ThrottlingException: Rate exceeded'),
        since: minutes(6),
      },
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      interruptions: [
        {
          step: 'WaitForAvailable',
          since: minutes(6),
          lastAt: minutes(46),
          Error: 'TransientDependencyError',
          Cause: 'x',
        },
      ],
    },
    { now: new Date(END).toISOString() },
  ),
  'validation late with the removal': story(
    {
      ...PROVEN,
      removal: { phase: 'working', detail: `deleting ${CLUSTER}`, remaining: [CLUSTER], refused: [] },
      caught: { Error: 'StepIsLate', Cause: `deleting ${CLUSTER}`, step: 'CleanUp', startedAt: minutes(40) },
    },
    { now: minutes(101) },
  ),
};
