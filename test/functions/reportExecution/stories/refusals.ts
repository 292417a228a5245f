import { caught, DRILL, DRILL_COMPLETE, RUNNER_UP, thrown } from '../cases';
import { OTHER, UNSAFE, EARLY, STALE, NEWER, primary, type Story } from './story';

/** How one can end before anything is built. */
export const REFUSALS: Readonly<Record<string, Story>> = {
  'the input is refused': {
    record: {
      caught: thrown(
        'CheckTheInput',
        'InvalidRequestError',
        "mode: write 'failover' or 'drill'; reason: write why, in one sentence",
      ),
    },
    input: { mode: 'Failover', requestedBy: 'ops' },
    moment: primary,
  },
  'a drill holds the lock': {
    record: {
      ...EARLY,
      isLocked: false,
      lock: { owner: OTHER, status: 'RUNNING', mode: 'drill', failoverId: 'x' },
      caught: caught('TakeLock', 'FencedOutError', 'lock-held'),
    },
    moment: primary,
  },
  'a failover holds the lock': {
    record: {
      ...EARLY,
      isLocked: false,
      lock: { owner: OTHER, status: 'RUNNING', mode: 'failover', failoverId: 'x' },
      caught: caught('TakeLock', 'FencedOutError', 'lock-held'),
    },
    moment: primary,
  },
  'the lock was lost': {
    record: {
      ...EARLY,
      caught: caught(
        'RememberRecoveryPoint',
        'DynamoDb.ConditionalCheckFailedException',
        'The conditional request failed (Service: DynamoDb, Status Code: 400, Request ID: 1)',
      ),
    },
    moment: primary,
  },
  'a failover is unfinished': {
    record: {
      ...EARLY,
      request: DRILL_COMPLETE.request,
      isLocked: false,
      lock: { owner: OTHER, status: 'FAILED', mode: 'failover', failoverId: '20261121-010000' },
      caught: caught('IsStartSafe', UNSAFE, 'unfinished-failover'),
    },
    input: DRILL,
    moment: primary,
  },
  'the standby serves already': {
    record: { ...EARLY, isLocked: false, serves: 'standby', caught: caught('IsStartSafe', UNSAFE, 'standby-serves') },
  },
  'the standby serves other data': {
    record: {
      ...EARLY,
      serves: 'standby',
      isContinued: true,
      lock: { recoveryPointArn: RUNNER_UP.recoveryPointArn },
      caught: caught('FindLatestRecoveryPoint', UNSAFE, 'standby-serves'),
    },
  },
  'there is no recovery point': {
    record: {
      ...EARLY,
      recovery: null,
      caught: thrown(
        'FindLatestRecoveryPoint',
        UNSAFE,
        'no-usable-recovery-point: the vault holds none of this cluster',
      ),
    },
    moment: primary,
  },
  'nobody approves': {
    record: { ...EARLY, recovery: STALE, caught: caught('AskForApproval', UNSAFE, 'approval-timed-out') },
    moment: primary,
  },
  'the approver says no': {
    record: {
      ...EARLY,
      recovery: { ...STALE, newer: NEWER },
      approval: { approved: false, by: 'Ada' },
      caught: caught('AskForApproval', UNSAFE, 'approval-rejected'),
    },
    moment: primary,
  },
};
