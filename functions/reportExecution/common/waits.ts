import { type StepError, troubleOf } from '../../shared/trouble';
import type { CommonActionName } from './actions';

/** What a step waits for while it is held up, or late. */
export interface WaitingStep<Name extends string> {
  /** The end of "It waits for …". */
  readonly waitsFor: string;
  /** What a person can do meanwhile. */
  readonly next: readonly Name[];
  /** The same while AWS is at work and takes longer than planned, where that is something else. */
  readonly whenLate?: readonly Name[];
}

export const LOCK: WaitingStep<CommonActionName> = { waitsFor: 'the lock table (DynamoDB)', next: ['follow'] };

/** Of the steps that every workflow has that restores. */
export const COMMON_WAITS: Readonly<Record<string, WaitingStep<CommonActionName | 'whoHoldsTheLock'>>> = {
  CheckTheInput: { waitsFor: 'its own function that reads the input (Lambda)', next: ['follow'] },
  ReadLock: LOCK,
  AskForOwner: {
    waitsFor: 'an answer of Step Functions about the owner of the lock',
    next: ['whoHoldsTheLock', 'follow'],
  },
  TakeLock: LOCK,
  FindLatestRecoveryPoint: {
    waitsFor: 'the list of recovery points (AWS Backup)',
    next: ['listRecoveryPoints', 'follow'],
  },
};

/** What the state machines call themselves, by state. Every other step invokes a function, which names its own calls. */
const OWN_CALLS: Readonly<Record<string, string>> = {
  ReadLock: 'DynamoDB GetItem',
  ReadTraffic: 'DynamoDB GetItem',
  AskForOwner: 'Step Functions DescribeExecution',
  TakeLock: 'DynamoDB PutItem',
  ReadQuestion: 'DynamoDB GetItem',
  RememberRecoveryPoint: 'DynamoDB UpdateItem',
  RememberWhatWasRestored: 'DynamoDB UpdateItem',
};

export function ownCallOf(step: string): string | undefined {
  return OWN_CALLS[step];
}

/** What the step waits for, and what a person can do: another recovery point helps against a slow restore, not against an outage. */
export function waitOf<Name extends string>(
  waits: Readonly<Record<string, WaitingStep<Name>>>,
  caught: StepError & { readonly step: string },
): Omit<WaitingStep<Name | 'follow'>, 'whenLate'> {
  const wait: WaitingStep<Name | 'follow'> = waits[caught.step] ?? {
    waitsFor: `the step ${caught.step}`,
    next: ['follow'],
  };
  const isLate = troubleOf(caught) === 'late';
  return { waitsFor: wait.waitsFor, next: isLate ? (wait.whenLate ?? wait.next) : wait.next };
}
