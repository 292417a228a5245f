import { isPassing } from './failure';

/** The change set of this execution. */
export interface ChangeSetFact {
  readonly status: string;
  readonly executionStatus: string;
  readonly statusReason: string;
}

/** Why the stack's latest operation failed. */
export interface FailureFact {
  /** The first resource that failed, and its reason. */
  readonly text: string;
  /** Whether the same thing may succeed later. */
  readonly passing: boolean;
  /** Whether this execution began the operation: what an earlier one met may have been fixed since. */
  readonly ours: boolean;
}

export interface Facts {
  /** Status of the stack; undefined where there is none. */
  readonly stackStatus: string | undefined;
  readonly changeSet: ChangeSetFact | undefined;
  /** Of a stack that failed or rolls back; undefined where none is known. */
  readonly failure: FailureFact | undefined;
  /** Whether users are served through the stack. Nothing that does is deleted. */
  readonly serves: boolean;
}

export type Verdict =
  | { readonly kind: 'createChangeSet'; readonly type: 'CREATE' | 'UPDATE' }
  | { readonly kind: 'executeChangeSet' }
  /** Deletes the change set, to make it again. */
  | { readonly kind: 'redoChangeSet'; readonly detail: string }
  | { readonly kind: 'deleteStack'; readonly detail: string }
  | { readonly kind: 'lookAgain'; readonly detail: string }
  | { readonly kind: 'waitForStack'; readonly detail: string }
  | { readonly kind: 'waitForStackGone'; readonly detail: string }
  | { readonly kind: 'nothingToDo' }
  | { readonly kind: 'ready'; readonly detail: string }
  | { readonly kind: 'changeSetFailed'; readonly detail: string }
  | { readonly kind: 'stackFailed'; readonly detail: string }
  | { readonly kind: 'needsRepair'; readonly stackStatus: string };

/**
 * Each status of a stack (CloudFormation User Guide, "Stack status codes"), and what it is to a deployment. One whose
 * creation or deletion failed can only be deleted; a broken one takes no change set, but to continue its roll-back.
 */
const KINDS: Readonly<Record<string, Kind>> = {
  CREATE_COMPLETE: 'complete',
  CREATE_FAILED: 'failedCreation',
  CREATE_IN_PROGRESS: 'changing',
  DELETE_COMPLETE: 'gone',
  DELETE_FAILED: 'failedDeletion',
  DELETE_IN_PROGRESS: 'going',
  IMPORT_COMPLETE: 'complete',
  IMPORT_IN_PROGRESS: 'changing',
  IMPORT_ROLLBACK_COMPLETE: 'complete',
  IMPORT_ROLLBACK_FAILED: 'broken',
  IMPORT_ROLLBACK_IN_PROGRESS: 'changing',
  REVIEW_IN_PROGRESS: 'empty',
  ROLLBACK_COMPLETE: 'failedCreation',
  ROLLBACK_FAILED: 'failedCreation',
  ROLLBACK_IN_PROGRESS: 'rollingBack',
  UPDATE_COMPLETE: 'complete',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'cleaningUp',
  UPDATE_FAILED: 'broken',
  UPDATE_IN_PROGRESS: 'changing',
  UPDATE_ROLLBACK_COMPLETE: 'rolledBack',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'rollingBack',
  UPDATE_ROLLBACK_FAILED: 'broken',
  UPDATE_ROLLBACK_IN_PROGRESS: 'rollingBack',
};
type Kind =
  | 'gone'
  | 'empty'
  | 'changing'
  | 'cleaningUp'
  | 'complete'
  | 'going'
  | 'rollingBack'
  | 'rolledBack'
  | 'failedCreation'
  | 'failedDeletion'
  | 'broken';

function kindOf(stackStatus: string | undefined): Kind {
  if (stackStatus === undefined) return 'gone';
  return KINDS[stackStatus] ?? (stackStatus.endsWith('_IN_PROGRESS') ? 'changing' : 'complete');
}

/** Whether the status is to be read with the reason for it. */
export function hasFailed(stackStatus: string | undefined): boolean {
  return ['rollingBack', 'rolledBack', 'failedCreation', 'failedDeletion'].includes(kindOf(stackStatus));
}

/** Whether the next thing to do may be to delete the stack. */
export function mayBeDeleted(stackStatus: string | undefined): boolean {
  return ['failedCreation', 'failedDeletion', 'broken'].includes(kindOf(stackStatus));
}

/** The next thing to do to have the stack deployed, from what is there. */
export function decideDeploy({ stackStatus, changeSet, failure, serves }: Facts): Verdict {
  const kind = kindOf(stackStatus);
  const detail = `the stack is ${stackStatus}`;
  switch (kind) {
    case 'gone':
      return { kind: 'createChangeSet', type: 'CREATE' };
    case 'empty':
      return decideChangeSet(changeSet, 'CREATE');
    case 'complete':
      return decideChangeSet(changeSet, 'UPDATE');
    case 'changing':
      return { kind: 'waitForStack', detail };
    case 'going':
      return { kind: 'waitForStackGone', detail: 'an earlier stack is being deleted' };
    case 'cleaningUp':
      // Its clean-up is still going on: it has been deployed, but takes no change set yet.
      return isExecuted(changeSet) ? { kind: 'ready', detail } : { kind: 'lookAgain', detail };
    case 'rollingBack':
      // The end of a roll-back changes nothing about a reason that stays.
      return isDefinite(failure) ? stackFailed(failure) : { kind: 'waitForStack', detail: because(detail, failure) };
    case 'rolledBack':
      if (isDefinite(failure)) return stackFailed(failure);
      return decideChangeSet(changeSet, 'UPDATE');
    case 'failedCreation':
    case 'failedDeletion':
      if (isDefinite(failure)) return stackFailed(failure);
      return deleteUnlessServing(stackStatus ?? '', because(detail, failure), serves);
    case 'broken':
      return deleteUnlessServing(stackStatus ?? '', detail, serves);
    default:
      return kind satisfies never;
  }
}

function deleteUnlessServing(stackStatus: string, detail: string, serves: boolean): Verdict {
  return serves ? { kind: 'needsRepair', stackStatus } : { kind: 'deleteStack', detail };
}

function decideChangeSet(changeSet: ChangeSetFact | undefined, type: 'CREATE' | 'UPDATE'): Verdict {
  if (changeSet === undefined || changeSet.status === 'DELETE_COMPLETE') return { kind: 'createChangeSet', type };
  if (isExecuted(changeSet)) return { kind: 'ready', detail: 'the change set has been executed' };
  const { status, executionStatus, statusReason } = changeSet;
  switch (status) {
    case 'CREATE_COMPLETE':
      if (executionStatus === 'AVAILABLE') return { kind: 'executeChangeSet' };
      if (executionStatus.endsWith('_IN_PROGRESS')) return { kind: 'waitForStack', detail: 'the stack is changing' };
      if (executionStatus === 'UNAVAILABLE') return { kind: 'lookAgain', detail: 'the change set is not ready' };
      // OBSOLETE, when the stack has changed since; EXECUTE_FAILED, when what it changed was rolled back.
      return { kind: 'redoChangeSet', detail: `the change set is ${executionStatus}` };
    case 'FAILED':
      if (isNoChange(statusReason)) return { kind: 'nothingToDo' };
      if (isPassing(statusReason)) return { kind: 'redoChangeSet', detail: statusReason };
      return { kind: 'changeSetFailed', detail: statusReason };
    case 'DELETE_FAILED':
      return { kind: 'redoChangeSet', detail: 'the change set could not be deleted' };
    default:
      return { kind: 'lookAgain', detail: `the change set is ${status}` };
  }
}

function isExecuted(changeSet: ChangeSetFact | undefined): boolean {
  return changeSet?.executionStatus === 'EXECUTE_COMPLETE';
}

/** CloudFormation reports a change set without changes as a failed one, in one of these two texts. */
function isNoChange(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}

function isDefinite(failure: FailureFact | undefined): failure is FailureFact {
  return failure !== undefined && failure.ours && !failure.passing;
}

function stackFailed({ text }: FailureFact): Verdict {
  return { kind: 'stackFailed', detail: text };
}

function because(detail: string, failure: FailureFact | undefined): string {
  return failure === undefined ? detail : `${detail}: ${failure.text}`;
}

export type RemoveVerdict =
  | { readonly kind: 'gone' }
  | { readonly kind: 'deleteStack'; readonly detail: string }
  | { readonly kind: 'lookAgain'; readonly detail: string }
  | { readonly kind: 'waitForStackGone'; readonly detail: string }
  | { readonly kind: 'stackFailed'; readonly detail: string };

/** @param failure why the stack could not be deleted, where that is so */
export function decideRemove(stackStatus: string | undefined, failure?: FailureFact): RemoveVerdict {
  const kind = kindOf(stackStatus);
  const detail = because(`the stack is ${stackStatus}`, failure);
  if (kind === 'gone') return { kind: 'gone' };
  if (kind === 'going') return { kind: 'waitForStackGone', detail };
  if (kind === 'failedDeletion' && isDefinite(failure)) return { kind: 'stackFailed', detail: failure.text };
  // A stack can be deleted while it is created or rolled back, but not while it is updated.
  if (/^(UPDATE|IMPORT)_(.*_)?IN_PROGRESS$/.test(stackStatus ?? '')) return { kind: 'lookAgain', detail };
  return { kind: 'deleteStack', detail };
}
