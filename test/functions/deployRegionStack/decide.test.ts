import { type ChangeSetFact, decideDeploy, decideRemove } from '../../../functions/deployRegionStack/decide';

const changeSet = (status: string, executionStatus = 'UNAVAILABLE', statusReason = ''): ChangeSetFact => ({
  status,
  executionStatus,
  statusReason,
});
const AVAILABLE = changeSet('CREATE_COMPLETE', 'AVAILABLE');
const EXECUTED = changeSet('CREATE_COMPLETE', 'EXECUTE_COMPLETE');

test.each<readonly [string | undefined, ChangeSetFact | undefined, object]>([
  [undefined, undefined, { kind: 'createChangeSet', type: 'CREATE' }],
  ['DELETE_COMPLETE', undefined, { kind: 'createChangeSet', type: 'CREATE' }],
  // A stack that only a change set has made, ours or one that was given up.
  ['REVIEW_IN_PROGRESS', undefined, { kind: 'createChangeSet', type: 'CREATE' }],
  ['REVIEW_IN_PROGRESS', changeSet('CREATE_IN_PROGRESS'), { kind: 'lookAgain' }],
  ['REVIEW_IN_PROGRESS', AVAILABLE, { kind: 'executeChangeSet' }],
  ['REVIEW_IN_PROGRESS', changeSet('FAILED', 'UNAVAILABLE', 'no such template'), { kind: 'changeSetFailed' }],
  ['CREATE_IN_PROGRESS', EXECUTED, { kind: 'waitForStack' }],
  ['CREATE_COMPLETE', EXECUTED, { kind: 'ready' }],
  ['CREATE_COMPLETE', undefined, { kind: 'createChangeSet', type: 'UPDATE' }],
  ['UPDATE_ROLLBACK_COMPLETE', undefined, { kind: 'createChangeSet', type: 'UPDATE' }],
  ['UPDATE_COMPLETE', AVAILABLE, { kind: 'executeChangeSet' }],
  ['UPDATE_COMPLETE', changeSet('CREATE_COMPLETE', 'OBSOLETE'), { kind: 'changeSetFailed' }],
  [
    'CREATE_COMPLETE',
    changeSet('FAILED', 'UNAVAILABLE', "The submitted information didn't contain changes."),
    { kind: 'nothingToDo' },
  ],
  ['CREATE_COMPLETE', changeSet('FAILED', 'UNAVAILABLE', 'No updates are to be performed.'), { kind: 'nothingToDo' }],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', EXECUTED, { kind: 'ready' }],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', undefined, { kind: 'lookAgain' }],
  ['ROLLBACK_IN_PROGRESS', EXECUTED, { kind: 'waitForStack' }],
  ['ROLLBACK_COMPLETE', undefined, { kind: 'deleteStack' }],
  ['CREATE_FAILED', undefined, { kind: 'deleteStack' }],
  ['DELETE_FAILED', undefined, { kind: 'deleteStack' }],
  ['DELETE_IN_PROGRESS', undefined, { kind: 'waitForStackGone' }],
  ['UPDATE_ROLLBACK_FAILED', undefined, { kind: 'needsRepair' }],
])('to deploy over %s with %j', (stackStatus, facts, expected) => {
  expect(decideDeploy({ stackStatus, changeSet: facts })).toMatchObject(expected);
});

test.each([
  [undefined, 'gone'],
  ['DELETE_COMPLETE', 'gone'],
  ['CREATE_COMPLETE', 'deleteStack'],
  ['CREATE_IN_PROGRESS', 'deleteStack'],
  ['ROLLBACK_COMPLETE', 'deleteStack'],
  ['REVIEW_IN_PROGRESS', 'deleteStack'],
  ['UPDATE_IN_PROGRESS', 'lookAgain'],
  ['DELETE_IN_PROGRESS', 'waitForStackGone'],
])('to remove %s: %s', (stackStatus, expected) => {
  expect(decideRemove(stackStatus).kind).toBe(expected);
});
