export interface ChangeSetFact {
  readonly status: string;
  readonly executionStatus: string;
  readonly statusReason: string;
}

export interface Facts {
  /** Status of the stack; undefined where there is none. */
  readonly stackStatus: string | undefined;
  /** This execution's change set. */
  readonly changeSet: ChangeSetFact | undefined;
}

export type Verdict =
  | { readonly kind: 'createChangeSet'; readonly type: 'CREATE' | 'UPDATE' }
  | { readonly kind: 'executeChangeSet' }
  | { readonly kind: 'deleteStack'; readonly detail: string }
  | { readonly kind: 'lookAgain'; readonly detail: string }
  | { readonly kind: 'waitForStack'; readonly detail: string }
  | { readonly kind: 'waitForStackGone'; readonly detail: string }
  | { readonly kind: 'nothingToDo' }
  | { readonly kind: 'ready'; readonly detail: string }
  | { readonly kind: 'changeSetFailed'; readonly detail: string }
  | { readonly kind: 'needsRepair'; readonly detail: string };

/** A stack whose creation failed: CloudFormation can only delete it (CloudFormation User Guide, "Stack status codes"). */
const FAILED_CREATIONS: ReadonlySet<string> = new Set([
  'CREATE_FAILED',
  'DELETE_FAILED',
  'ROLLBACK_COMPLETE',
  'ROLLBACK_FAILED',
]);

/** A stack that takes no change set until a person has repaired it. */
const BROKEN: ReadonlySet<string> = new Set(['UPDATE_FAILED', 'UPDATE_ROLLBACK_FAILED', 'IMPORT_ROLLBACK_FAILED']);

/** The next thing to do to have the stack deployed, from what is there. */
export function decideDeploy({ stackStatus, changeSet }: Facts): Verdict {
  if (stackStatus === undefined || stackStatus === 'DELETE_COMPLETE')
    return { kind: 'createChangeSet', type: 'CREATE' };
  if (stackStatus === 'REVIEW_IN_PROGRESS') return decideChangeSet(changeSet, 'CREATE');
  if (stackStatus === 'DELETE_IN_PROGRESS') {
    return { kind: 'waitForStackGone', detail: 'an earlier stack is being deleted' };
  }
  // Its clean-up is still going on: it has been deployed, but takes no change set yet.
  if (stackStatus === 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS') {
    return isExecuted(changeSet)
      ? { kind: 'ready', detail: `the stack is ${stackStatus}` }
      : { kind: 'lookAgain', detail: `the stack is ${stackStatus}` };
  }
  if (stackStatus.endsWith('_IN_PROGRESS')) return { kind: 'waitForStack', detail: `the stack is ${stackStatus}` };
  if (FAILED_CREATIONS.has(stackStatus)) return { kind: 'deleteStack', detail: `the stack is ${stackStatus}` };
  if (BROKEN.has(stackStatus)) return { kind: 'needsRepair', detail: `the stack is ${stackStatus}` };
  return decideChangeSet(changeSet, 'UPDATE');
}

function decideChangeSet(changeSet: ChangeSetFact | undefined, type: 'CREATE' | 'UPDATE'): Verdict {
  if (changeSet === undefined) return { kind: 'createChangeSet', type };
  if (isExecuted(changeSet)) return { kind: 'ready', detail: 'the change set has been executed' };
  switch (changeSet.status) {
    case 'CREATE_COMPLETE':
      if (changeSet.executionStatus === 'AVAILABLE') return { kind: 'executeChangeSet' };
      if (changeSet.executionStatus.endsWith('_IN_PROGRESS'))
        return { kind: 'waitForStack', detail: 'the stack is changing' };
      if (changeSet.executionStatus === 'UNAVAILABLE')
        return { kind: 'lookAgain', detail: 'the change set is not ready' };
      return { kind: 'changeSetFailed', detail: `the change set is ${changeSet.executionStatus}` };
    case 'FAILED':
      if (isNoChange(changeSet.statusReason)) return { kind: 'nothingToDo' };
      return { kind: 'changeSetFailed', detail: changeSet.statusReason };
    default:
      return { kind: 'lookAgain', detail: `the change set is ${changeSet.status}` };
  }
}

function isExecuted(changeSet: ChangeSetFact | undefined): boolean {
  return changeSet?.executionStatus === 'EXECUTE_COMPLETE';
}

/** CloudFormation reports a change set without changes as a failed one, in one of these two texts. */
function isNoChange(reason: string): boolean {
  return /didn't contain changes|No updates are to be performed/i.test(reason);
}

export type RemoveVerdict =
  | { readonly kind: 'gone' }
  | { readonly kind: 'deleteStack'; readonly detail: string }
  | { readonly kind: 'lookAgain'; readonly detail: string }
  | { readonly kind: 'waitForStackGone'; readonly detail: string };

export function decideRemove(stackStatus: string | undefined): RemoveVerdict {
  if (stackStatus === undefined || stackStatus === 'DELETE_COMPLETE') return { kind: 'gone' };
  const detail = `the stack is ${stackStatus}`;
  if (stackStatus === 'DELETE_IN_PROGRESS') return { kind: 'waitForStackGone', detail };
  // A stack can be deleted while it is created or rolled back, but not while it is updated.
  if (stackStatus.startsWith('UPDATE_') && stackStatus.endsWith('_IN_PROGRESS')) return { kind: 'lookAgain', detail };
  return { kind: 'deleteStack', detail };
}
