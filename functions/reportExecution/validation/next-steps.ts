import type { NextSteps } from '../common/explanation';
import { GENERAL_STEPS } from '../common/general-steps';
import type { ValidationActionName } from './action-names';
import type { ValidationReason } from './reasons';

/** Step by reason: everything that can end a validation. "Start another" is first only where it can succeed. */
export const VALIDATION_STEPS: NextSteps<ValidationReason, ValidationActionName> = {
  'invalid-request': {
    means: 'The input was refused. Nothing was restored, and the backups were not tested.',
    next: ['correctAndStart'],
    at: {
      FindLatestRecoveryPoint: {
        means: 'The input asks for a recovery point that is not there or cannot be used, so nothing was restored.',
        next: ['startWithNewest', 'listRecoveryPoints'],
      },
    },
  },
  'lock-held': {
    means: 'Another validation is at work, so this one did nothing.',
    next: ['followOwner', 'startLater'],
  },
  'lock-lost': {
    means: 'Another validation began in the same moment, so this one did nothing.',
    next: ['whoHoldsTheLock', 'startLater'],
  },

  'no-usable-recovery-point': {
    means: 'There is no recovery point in the standby vault that can be restored. A failover now would fail as well.',
    next: ['listRecoveryPoints', 'startAgain'],
  },
  'no-restorable-recovery-point': {
    means: 'None of the recovery points could be restored. A failover now would fail as well.',
    next: ['inspectKey', 'listRecoveryPoints', 'startAgain'],
  },
  'fallback-needs-acceptance': {
    means: 'The chosen recovery point could not be restored, and the next one is too old to be worth a test.',
    next: ['listRecoveryPoints', 'startAgain'],
  },
  'key-not-accessible': {
    means: 'The KMS key of the backups in {region} cannot be used. A failover now would fail as well.',
    next: ['inspectKey', 'startAgain'],
  },
  'quota-exceeded': {
    means: 'A quota of the account in {region} is used up. A failover now would fail as well.',
    next: ['raiseQuota', 'inspectClusters', 'startAgain'],
  },
  'standby-misconfigured': {
    means: 'A subnet group, parameter group or network that a validation in {region} needs is missing or does not fit.',
    next: ['startAgain'],
  },
  'restored-cluster-failed': {
    means: 'The restored database does not fit its parameter group or network, and does not recover by itself.',
    next: ['clusterEvents', 'startAgain'],
  },
  'no-database-secret': {
    means:
      'A secret with which the restored database is to be opened is missing in {region}. A failover now would fail as well.',
    next: ['listSecrets', 'startAgain'],
  },
  'not-ours': {
    means: 'A cluster that this validation did not make has the name that it would use, so it was left alone.',
    next: ['inspectClusters', 'startAgain'],
  },

  'not-the-newest': {
    means: 'The newest backup was not restored, an older one was. A failover now would lose more data than expected.',
    next: ['validateWanted', 'listRecoveryPoints', 'inspectKey'],
  },
  'checks-failed': {
    means: 'The backup restores, and its data is not as it should be. Do not count on it before you know why.',
    next: ['validateOlder', 'startAgain'],
  },
  'recovery-point-too-old': {
    means: 'The backup was older than the objective allows. A failover then would have lost more data than allowed.',
    next: ['listRecoveryPoints', 'startAgain'],
  },
  'clean-up-incomplete': {
    means: 'A restored cluster was left behind. It costs money until it is gone.',
    next: ['removeProtection', 'sweepAgain', 'inspectClusters'],
  },
  'clean-up-unread': {
    means:
      'What the validation left could not be read: check again when RDS answers. What is left costs money until it is gone.',
    next: ['inspectClusters', 'sweepAgain'],
  },
  'not-proven': {
    means: 'Not all that a validation has to prove was proven, so it did not pass. This is a bug of Pilot Light.',
    next: ['history', 'startAgain'],
  },

  'deadline-passed': {
    means: 'The step did not succeed within {deadline}, so the validation stopped waiting.',
    next: ['startAgain', 'history'],
    at: {
      RestoreAurora: {
        means: 'The backup was not restored within {deadline}. A failover now might wait as long.',
        next: ['validateOlder', 'clusterEvents', 'startAgain'],
      },
      Sweep: {
        means: 'What an earlier validation left could not be removed within {deadline}, so nothing more was restored.',
        next: ['inspectClusters', 'sweepAgain'],
      },
    },
  },
  ...GENERAL_STEPS,
};

export const VALIDATION_REASONS = Object.keys(VALIDATION_STEPS) as readonly ValidationReason[];
