import { type Explanation, explain, type NextSteps } from '../common/explanation';
import { GENERAL_STEPS } from '../common/general-steps';
import type { ActionName } from './action-names';
import type { Reason } from './reasons';

/** Step by reason: everything that can end a failover or a drill. "Start again" stands only where it can succeed. */
export const NEXT_STEPS: NextSteps<Reason, ActionName> = {
  'invalid-request': {
    means: 'The input was refused. Nothing was changed.',
    next: ['correctAndStart'],
    at: {
      FindLatestRecoveryPoint: {
        means: 'The input asks for a recovery point that is not there or cannot be used. This execution built nothing.',
        next: ['listRecoveryPoints', 'startWithoutPoint'],
      },
    },
  },

  'lock-held': {
    means: 'Another execution is at work, so this one changed nothing.',
    next: ['stopDrillAndStart', 'followOwner'],
  },
  'lock-lost': {
    means: 'Another execution has taken over while this one ran. This one stopped and leaves the rest to it.',
    next: ['whoHoldsTheLock'],
  },
  'unfinished-failover': {
    means: 'A failover is unfinished. A drill would take down what it has built, so it changed nothing.',
    next: ['endFailover', 'finishFailover'],
  },
  'standby-serves': {
    means: 'Users are served from {region} already, with newer data than any recovery point. Nothing was changed.',
    next: ['whoMovedTraffic'],
    at: {
      FindLatestRecoveryPoint: {
        means:
          'Users are served from {region}. Another recovery point would replace the database that they write to, so nothing was changed.',
        next: ['finishWhatServes'],
      },
      CleanUp: {
        means: 'Users are served from {region}, so what serves them was not removed.',
        next: ['whoMovedTraffic'],
      },
    },
  },

  'no-usable-recovery-point': {
    means: 'There is no recovery point in the standby vault that can be restored. This execution built nothing.',
    next: ['listRecoveryPoints', 'startAgain'],
  },
  'no-restorable-recovery-point': {
    means: 'None of the recovery points that were tried could be restored.',
    next: ['removeFailed', 'startAgain', 'listRecoveryPoints'],
  },
  'approval-timed-out': {
    means: 'Nobody approved in time. This execution built nothing.',
    next: ['acceptAndStart', 'startWithNewerPoint', 'startAndAnswer'],
  },
  'approval-rejected': {
    means: 'The approver said no. This execution built nothing.',
    next: ['startWhenAgreed', 'startWithNewerPoint'],
  },

  'fallback-needs-acceptance': {
    means: 'What was chosen cannot be restored, and the next recovery point is older than was accepted.',
    next: ['startWithNextPoint', 'listRecoveryPoints'],
  },
  'key-not-accessible': {
    means: 'The KMS key of the database in {region} cannot be used. It is the same for every recovery point.',
    next: ['inspectKey', 'startAgain'],
  },
  'standby-misconfigured': {
    means: 'A subnet group, parameter group or network that the database in {region} needs is missing or does not fit.',
    next: ['startAgain'],
  },
  'quota-exceeded': {
    means:
      'A quota of the account in {region} is used up. Starting again fails until it is raised, or something is removed.',
    next: ['raiseQuota', 'inspectClusters', 'startAgain'],
  },
  'restored-cluster-failed': {
    means: 'The restored database does not fit its parameter group or network, and does not recover by itself.',
    next: ['inspectClusters', 'startAgain'],
  },
  'no-database-secret': {
    means: 'A secret with which the restored database is to be opened is missing in {region}, or is of another user.',
    next: ['listSecrets', 'startAgain'],
  },
  'not-ours': {
    means: 'A cluster that this execution did not make has the name that it would use, so nothing was changed there.',
    next: ['inspectClusters', 'startAgain'],
  },
  'replica-unavailable': {
    means: 'The replica of the global database cannot be promoted.',
    next: ['restoreBackupInstead', 'inspectGlobalCluster'],
  },

  'activation-template-missing': {
    means: 'The template of the workload was never published to {region}.',
    next: ['publishActivation', 'startAgain'],
  },
  'change-set-failed': {
    means: 'CloudFormation cannot work with the template of the workload.',
    next: ['publishActivation', 'startAgain'],
  },
  'stack-failed': {
    means: 'A resource of the workload could not be made. The next start deletes the failed stack and makes it anew.',
    next: ['stackEvents', 'startAgain'],
  },
  'stack-needs-repair': {
    means: 'The stack of the workload is in a state that takes no deployment.',
    next: ['repairStack', 'startAgain'],
  },
  'warm-standby': {
    means: 'The stack of a warm standby stays deployed: a drill does not remove it.',
    next: ['history'],
  },

  'smoke-test-failed': {
    means: 'The standby does not work as it should, so users were not moved to it.',
    next: ['startAgain', 'testStandby'],
    at: {
      VerifyFrontend: {
        means: 'Files of the frontend are missing in {region}, so users were not moved to it.',
        next: ['startAgain'],
      },
      SmokeTestPublic: {
        means: 'Users were moved to {region}, and the public name does not work as it should there.',
        next: ['startAgain', 'testPublicName', 'moveBack'],
      },
    },
  },
  'smoke-test-missing': {
    means: 'The proof that the standby works is missing or too old, so users were not moved to it.',
    next: ['startAgain'],
  },
  'traffic-records-unexpected': {
    means: 'The DNS records of the public name have drifted from the template, so users were not moved.',
    next: ['resolvePublicName', 'startAgain'],
  },
  'primary-not-answering': {
    means: 'The primary region does not answer as it should, so users were not moved back to it.',
    next: ['whoMovedTraffic'],
  },
  'traffic-did-not-move': {
    means: 'The switch is set to {region}, and resolvers do not follow it.',
    next: ['resolvePublicName', 'switchAlarm', 'startAgain', 'moveBack'],
  },
  'moved-back': {
    means: 'Traffic was moved back to the primary region while the failover ran, so it did not succeed.',
    next: ['whoMovedTraffic', 'moveAgain'],
  },

  'clean-up-incomplete': {
    means: 'The drill left something behind, and that costs money until it is gone.',
    next: ['removeProtection', 'startDrill', 'inspectClusters'],
  },

  'objective-missed': {
    means: 'Users would have waited longer than the objective allows. The steps and their trend are below.',
    next: ['history', 'startAgain'],
  },

  'deadline-passed': {
    means: 'The step did not succeed within {deadline}, so the execution stopped waiting.',
    next: ['startAgain', 'history'],
    at: {
      RestoreAurora: {
        means: 'The database was not ready within {deadline}, so the execution stopped waiting.',
        next: ['startWithNextPoint', 'inspectClusters', 'startAgain'],
      },
      DeployRegionStack: {
        means: 'The workload was not deployed within {deadline}, so the execution stopped waiting.',
        next: ['stackEvents', 'startAgain'],
      },
      CleanUp: {
        means: 'The drill could not be removed within {deadline}. What is left costs money until it is gone.',
        next: ['startDrill', 'inspectClusters'],
      },
    },
  },
  ...GENERAL_STEPS,
};

export const ALL_REASONS = Object.keys(NEXT_STEPS) as readonly Reason[];

/** What the failure means at this step. */
export function explanationOf(reason: Reason, step: string): Explanation<ActionName> {
  return explain(NEXT_STEPS, reason, step);
}
