import type { ValidationActionName } from './action-names';

interface ValidationWait {
  /** The end of "It waits for …". */
  readonly waitsFor: string;
  /** What a person can do meanwhile. */
  readonly next: readonly ValidationActionName[];
}

const LOCK: ValidationWait = { waitsFor: 'the lock table (DynamoDB)', next: ['follow'] };

/** The steps at which a validation can be held up, or late. */
export const VALIDATION_WAITS: Readonly<Record<string, ValidationWait>> = {
  CheckTheInput: { waitsFor: 'its own function that reads the input (Lambda)', next: ['follow'] },
  ReadLock: LOCK,
  AskForOwner: {
    waitsFor: 'an answer of Step Functions about the owner of the lock',
    next: ['whoHoldsTheLock', 'follow'],
  },
  TakeLock: LOCK,
  Sweep: { waitsFor: 'the removal of what an earlier validation left (RDS)', next: ['inspectClusters', 'follow'] },
  FindLatestRecoveryPoint: {
    waitsFor: 'the list of recovery points (AWS Backup)',
    next: ['listRecoveryPoints', 'follow'],
  },
  RestoreAurora: {
    waitsFor: 'the restore of the database (RDS)',
    next: ['clusterEvents', 'stopAndValidateOlder', 'follow'],
  },
  SmokeTest: { waitsFor: 'the checks of the restored data (RDS Data API)', next: ['follow'] },
  CleanUp: { waitsFor: 'the removal of what was restored (RDS)', next: ['inspectClusters', 'follow'] },
};

export function validationWait(step: string): ValidationWait {
  return VALIDATION_WAITS[step] ?? { waitsFor: `the step ${step}`, next: ['follow'] };
}
