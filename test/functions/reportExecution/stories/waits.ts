import { at, caught, CLUSTER, COMPLETE, DRILL, DRILL_COMPLETE, thrown } from '../cases';
import { EARLY, BUILT, STALE, NEWER, REPLICA, check, type Story } from './story';

const HELD = { ...EARLY, budgets: COMPLETE.budgets };

/** What an execution waits for while it runs. */
export const WAITS: Readonly<Record<string, Story>> = {
  'held up by throttling': {
    record: {
      ...HELD,
      caught: {
        ...thrown(
          'FindLatestRecoveryPoint',
          'TransientDependencyError',
          'AWS Backup ListRecoveryPointsByBackupVault answers ThrottlingException (Rate exceeded)',
        ),
        since: at('03:06:00'),
      },
      interruptions: [
        {
          step: 'FindLatestRecoveryPoint',
          since: at('03:06:00'),
          lastAt: at('03:46:00'),
          Error: 'TransientDependencyError',
          Cause: 'AWS Backup ListRecoveryPointsByBackupVault answers ThrottlingException (Rate exceeded)',
        },
      ],
    },
  },
  'held up by the database service': {
    record: {
      ...HELD,
      caught: {
        ...thrown(
          'RestoreAurora',
          'TransientDependencyError',
          'RDS DescribeDBClusters answers InternalFailure (An internal error occurred.)',
        ),
        since: at('03:06:00'),
      },
    },
  },
  'held up by the lock table': {
    record: {
      ...EARLY,
      request: null,
      readiness: null,
      serves: 'unknown',
      recovery: null,
      budgets: null,
      isLocked: false,
      caught: {
        ...caught(
          'ReadLock',
          'DynamoDb.DynamoDbException',
          'Internal server error (Service: DynamoDb, Status Code: 500, Request ID: 1)',
        ),
        since: at('03:06:00'),
      },
    },
  },
  'held up with the question': {
    record: {
      ...EARLY,
      caught: {
        ...thrown('AskForApproval', 'TransientDependencyError', 'DynamoDB GetItem answers InternalServerError (x)'),
        since: at('03:06:00'),
      },
    },
  },
  'held up with the answer': {
    record: {
      ...EARLY,
      approval: { asked: true, endsAt: at('04:40:51') },
      caught: {
        ...thrown('AskForApproval', 'TransientDependencyError', 'DynamoDB GetItem answers InternalServerError (x)'),
        since: at('03:06:00'),
      },
    },
  },
  'late with the restore': {
    record: {
      ...HELD,
      caught: { ...caught('RestoreAurora', 'StepIsLate', `restoring ${CLUSTER}: 71 %`), startedAt: at('03:00:20') },
    },
    now: at('05:20:00'),
  },
  'held up by checks': {
    record: {
      ...BUILT,
      switch: COMPLETE.switch,
      checks: [check('public', 'public name answers', 'status 502')],
      caught: {
        ...caught('SmokeTestPublic', 'ChecksFailed', 'smoke-test-failed'),
        startedAt: at('03:34:00'),
        since: at('03:34:00'),
      },
      interruptions: [
        {
          step: 'RestoreAurora',
          since: at('03:06:00'),
          lastAt: at('03:11:00'),
          Error: 'Lambda.TooManyRequestsException',
          Cause: 'Rate exceeded',
        },
      ],
    },
  },
};

export const QUESTIONS: Readonly<Record<string, Story>> = {
  'old data': { record: { ...EARLY, recovery: STALE } },
  'old data, and newer was passed over': {
    record: {
      ...EARLY,
      recovery: {
        ...STALE,
        chosenBecause: 'adopted',
        newer: NEWER,
        ask: { reason: 'newer-passed-over', text: 'A newer recovery point is usable and was passed over.' },
      },
    },
  },
  'a replica whose lag is not known': {
    record: {
      ...EARLY,
      recovery: {
        ...REPLICA,
        chosen: { ...REPLICA.chosen, createdAt: null, ageSeconds: null },
        replication: { lagMilliseconds: null, measuredAt: null, detail: 'the replication lag is not known' },
      },
    },
  },
  'a drill': { record: { ...EARLY, request: { ...DRILL_COMPLETE.request, requireApproval: true } }, input: DRILL },
};
