import type { NextSteps } from '../common/explanation';
import { GENERAL_STEPS } from '../common/general-steps';
import type { CorruptionActionName } from './action-names';
import type { CorruptionReason } from './reasons';

/** Step by reason: everything that can end a recovery from damaged data. */
export const CORRUPTION_STEPS: NextSteps<CorruptionReason, CorruptionActionName> = {
  ...GENERAL_STEPS,
  'invalid-request': {
    means: 'The input was refused. Nothing was changed.',
    next: ['correctAndStart'],
    at: {
      RestoreToPointInTime: {
        means: 'There is no data of that time, so nothing was restored.',
        next: ['correctAndStart', 'describeLive', 'listPrimaryPoints'],
      },
      BeginSearch: {
        means: 'The moment cannot be searched for as asked. Nothing was restored, and nobody was asked.',
        next: ['correctAndStart', 'describeLive'],
      },
      ApplyRows: {
        means: 'The rows could not be written as they were planned. What was committed before is in the undo.',
        next: ['undo', 'startAgain'],
      },
    },
  },
  'lock-held': {
    means: 'Another recovery from damaged data is at work, so this one did nothing.',
    next: ['followOwner', 'startLater'],
  },
  'lock-lost': {
    means: 'Another recovery from damaged data began in the same moment, so this one did nothing.',
    next: ['whoHoldsTheLock', 'startLater'],
  },
  'failover-under-way': {
    means: 'A failover is under way, so this recovery stood down. After the failover it is the standby that serves.',
    next: ['startLater', 'undo'],
  },
  'standby-serves': {
    means: 'The standby region serves, and not the cluster that this recovery works on. It changed nothing.',
    next: ['startLater'],
  },
  'primary-unreachable': {
    means: '{primary} has not answered for a quarter of an hour. Nothing can be repaired there now.',
    next: ['failOver', 'startAgain'],
  },

  'no-live-cluster': {
    means: 'The damaged cluster is not there: there is nothing to repair beside it. A failover restores a backup.',
    next: ['failOver', 'describeLive'],
  },
  'no-usable-recovery-point': {
    means: 'There is nothing to restore in {primary}: neither in the log of the cluster nor in the vault.',
    next: ['listPrimaryPoints', 'describeLive'],
  },
  'no-restorable-recovery-point': {
    means: 'RDS cannot restore what was chosen.',
    next: ['listPrimaryPoints', 'startAgain'],
  },
  'key-not-accessible': {
    means: 'The KMS key of the cluster in {primary} cannot be used.',
    next: ['describeLive', 'startAgain'],
  },
  'quota-exceeded': {
    means: 'A quota of the account in {primary} is used up.',
    next: ['raiseQuota', 'inspectRestored', 'startAgain'],
  },
  'standby-misconfigured': {
    means: 'A subnet group, parameter group or network of the live cluster does not fit what is restored beside it.',
    next: ['describeLive', 'startAgain'],
  },
  'restored-cluster-failed': {
    means: 'The restored cluster did not come up. It was removed; the live cluster was not touched.',
    next: ['startAgain', 'clusterEvents'],
  },
  'no-database-secret': {
    means: 'The secret of the master user in {primary} is missing, or is of another user.',
    next: ['startAgain'],
  },
  'not-ours': {
    means: 'A cluster that this recovery did not make has the name that it would use, so it was left alone.',
    next: ['inspectRestored', 'startAgain'],
  },

  'too-few-answers': {
    means: 'Of the clusters that were restored to find the moment, fewer than two could be asked. Nothing was changed.',
    next: ['startAgain', 'inspectRestored'],
  },
  'moment-not-found': {
    means: 'No moment was found at which the predicate was true. Nothing was compared, and nothing was changed.',
    next: ['searchEarlier', 'describeLive'],
  },

  'rows-blocked': {
    means: 'The rows cannot be brought back as asked. Nothing was changed; the cause says what to write instead.',
    next: ['startAgain', 'readList'],
  },
  'rows-in-the-way': {
    means: 'Rows that were written meanwhile are in the way. What was committed before is in the undo.',
    next: ['undo', 'startAgain'],
  },
  'approval-timed-out': {
    means: 'Nobody approved in time. Nothing was changed.',
    next: ['startAndAnswer', 'readList'],
  },
  'approval-rejected': {
    means: 'The approver said no. Nothing was changed.',
    next: ['startAndAnswer', 'readList'],
  },
  'rows-missing': {
    means:
      'After the repair more rows are missing than were left out: users deleted them meanwhile, or they did not come back.',
    next: ['startAgain', 'undo'],
  },
  'clean-up-incomplete': {
    means: 'The restored cluster was left behind. It costs money until it is gone.',
    next: ['removeProtection', 'removeNow', 'inspectRestored'],
  },
  'not-proven': {
    means: 'Not all that it had to do was proven, so it did not pass. This is a bug of Pilot Light.',
    next: ['history', 'startAgain'],
  },
  'deadline-passed': {
    means: 'The step did not succeed within {deadline}, so the recovery stopped waiting.',
    next: ['startAgain', 'history'],
    at: {
      RestoreToPointInTime: {
        means: 'The cluster was not restored within {deadline}.',
        next: ['clusterEvents', 'startAgain'],
      },
      RestorePoints: {
        means: 'The moment was not found within {deadline}.',
        next: ['inspectRestored', 'startAgain'],
      },
      ApplyRows: {
        means: 'Not all rows were written within {deadline}. What was committed stays, and is in the undo.',
        next: ['undo', 'startAgain'],
      },
    },
  },
};

export const CORRUPTION_REASONS = Object.keys(CORRUPTION_STEPS) as readonly CorruptionReason[];
