import { START, thrown } from '../cases';
import type { Story } from './story';
import {
  check,
  CHECKS,
  CLEANED,
  CLUSTER,
  EXECUTION,
  minutes,
  NEWEST,
  NOTHING_YET,
  OLDER,
  OTHER_CLUSTER,
  PROVEN,
  RECOVERY,
  REQUEST,
  RESTORED,
  story,
} from './validation';

/** How a restore validation can end. */
export const VALIDATION_ENDINGS: Readonly<Record<string, Story>> = {
  'validation passed': story(PROVEN),
  'validation passed after trouble, and removed what was left': story({
    ...PROVEN,
    sweepFound: [OTHER_CLUSTER],
    interruptions: [
      {
        step: 'RestoreAurora',
        since: minutes(3),
        lastAt: minutes(9),
        Error: 'TransientDependencyError',
        Cause: 'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
      },
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
  'validation meets an outage until its deadline': story(
    {
      ...CLEANED,
      recovery: RECOVERY,
      restored: { ...RESTORED, phase: 'restoring' },
      caught: {
        Error: 'UnsafeToProceedError',
        Cause: 'deadline-passed',
        step: 'WaitForAvailable',
        startedAt: minutes(719),
      },
      interruptions: [
        {
          step: 'RestoreAurora',
          since: minutes(240),
          lastAt: minutes(300),
          Error: 'StepIsLate',
          Cause: 'the cluster is creating: 3 %',
        },
        {
          step: 'WaitForAvailable',
          since: minutes(310),
          lastAt: minutes(719),
          Error: 'TransientDependencyError',
          Cause: 'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
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
  'validation cannot read what it left': story(
    {
      ...PROVEN,
      removal: { phase: 'working' },
      cleanUpProblem: thrown('RemoveCluster', 'UnsafeToProceedError', 'deadline-passed'),
    },
    { moment: (reports) => reports.broken.add('clusters'), now: minutes(800) },
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
