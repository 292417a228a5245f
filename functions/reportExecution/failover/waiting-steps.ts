import type { Caught } from '../common/record-parts';
import { COMMON_WAITS, LOCK, type WaitingStep, waitOf } from '../common/waits';
import type { ActionName } from './action-names';

const RESTORE: WaitingStep<ActionName> = {
  waitsFor: 'the restore of the database (RDS)',
  next: ['inspectClusters', 'follow'],
  whenLate: ['inspectClusters', 'stopAndTakeNextPoint', 'follow'],
};
/** While CloudFormation does not answer, it has no events to show. */
const STACK = { next: ['follow'], whenLate: ['stackEvents', 'follow'] } as const;
const DEPLOYMENT: WaitingStep<ActionName> = { waitsFor: 'the deployment of the workload (CloudFormation)', ...STACK };
const REMOVAL = ['inspectClusters', 'follow'] as const;

/** The steps in which a person is asked, or may answer. */
export const APPROVAL_STEPS: ReadonlySet<string> = new Set(['AskForApproval', 'ReadQuestion']);

/** The steps that have a deadline of their own. */
export const CLEAN_UP_STEPS: ReadonlySet<string> = new Set(['CleanUp', 'RemoveCluster', 'RemoveStack']);

/** The steps of the state machine at which it can be held up, or late. */
export const WAITING_STEPS: Readonly<Record<string, WaitingStep<ActionName>>> = {
  ...COMMON_WAITS,
  ReadTraffic: LOCK,
  LookAtReplica: { waitsFor: 'the state of the replica (RDS)', next: ['inspectGlobalCluster', 'follow'] },
  AskForApproval: { waitsFor: 'the means to ask a person and to take the answer (DynamoDB, SNS)', next: ['follow'] },
  ReadQuestion: LOCK,
  RememberRecoveryPoint: LOCK,
  BringUpStandby: { waitsFor: 'database, workload and frontend', next: ['inspectClusters', 'follow'] },
  RestoreAurora: RESTORE,
  PollAurora: RESTORE,
  FailoverGlobalCluster: { waitsFor: 'the promotion of the replica (RDS)', next: ['inspectGlobalCluster', 'follow'] },
  DeployRegionStack: DEPLOYMENT,
  PollStack: DEPLOYMENT,
  VerifyFrontend: { waitsFor: 'the files of the frontend in the replica bucket (S3)', next: ['follow'] },
  RememberWhatWasRestored: LOCK,
  SmokeTestStandby: { waitsFor: 'the smoke test of the standby to pass', next: ['testStandby', 'follow'] },
  UpdateRoute53: { waitsFor: 'the switch of traffic', next: ['switchAlarm', 'follow'] },
  PollTraffic: { waitsFor: 'resolvers, to follow the switch', next: ['resolvePublicName', 'switchAlarm', 'follow'] },
  WaitForTraffic: { waitsFor: 'resolvers, to follow the switch', next: ['resolvePublicName', 'switchAlarm', 'follow'] },
  SmokeTestPublic: { waitsFor: 'the smoke test of the public name to pass', next: ['testPublicName', 'follow'] },
  CleanUp: { waitsFor: 'the removal of what was built', next: REMOVAL },
  RemoveCluster: { waitsFor: 'the removal of clusters (RDS)', next: REMOVAL },
  RemoveStack: { waitsFor: 'the removal of the stack (CloudFormation)', ...STACK },
};

export function waitingStep(caught: Caught) {
  return waitOf(WAITING_STEPS, caught);
}
