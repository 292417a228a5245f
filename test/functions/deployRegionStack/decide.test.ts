import { StackStatus } from '@aws-sdk/client-cloudformation';
import {
  type ChangeSetFact,
  decideDeploy,
  decideRemove,
  type Facts,
  type FailureFact,
  hasFailed,
  mayBeDeleted,
} from '../../../functions/deployRegionStack/decide';

const changeSet = (status: string, executionStatus = 'UNAVAILABLE', statusReason = ''): ChangeSetFact => ({
  status,
  executionStatus,
  statusReason,
});
const AVAILABLE = changeSet('CREATE_COMPLETE', 'AVAILABLE');
const EXECUTED = changeSet('CREATE_COMPLETE', 'EXECUTE_COMPLETE');
const FAILED_TO_EXECUTE = changeSet('CREATE_COMPLETE', 'EXECUTE_FAILED');

const failure = (changes: Partial<FailureFact> = {}): FailureFact => ({
  text: 'Workload CREATE_FAILED: because',
  passing: true,
  ours: true,
  ...changes,
});
const PASSING = failure();
const DEFINITE = failure({ passing: false });
const OF_AN_EARLIER = failure({ passing: false, ours: false });

const decide = (stackStatus: string | undefined, facts: Partial<Facts> = {}) =>
  decideDeploy({ stackStatus, changeSet: undefined, failure: undefined, serves: false, ...facts });

/** Without a change set of this execution, and while users are served elsewhere. */
const NEXT: Readonly<Record<StackStatus, string>> = {
  CREATE_COMPLETE: 'createChangeSet',
  CREATE_FAILED: 'deleteStack',
  CREATE_IN_PROGRESS: 'waitForStack',
  DELETE_COMPLETE: 'createChangeSet',
  DELETE_FAILED: 'deleteStack',
  DELETE_IN_PROGRESS: 'waitForStackGone',
  IMPORT_COMPLETE: 'createChangeSet',
  IMPORT_IN_PROGRESS: 'waitForStack',
  IMPORT_ROLLBACK_COMPLETE: 'createChangeSet',
  IMPORT_ROLLBACK_FAILED: 'deleteStack',
  IMPORT_ROLLBACK_IN_PROGRESS: 'waitForStack',
  REVIEW_IN_PROGRESS: 'createChangeSet',
  ROLLBACK_COMPLETE: 'deleteStack',
  ROLLBACK_FAILED: 'deleteStack',
  ROLLBACK_IN_PROGRESS: 'waitForStack',
  UPDATE_COMPLETE: 'createChangeSet',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'lookAgain',
  UPDATE_FAILED: 'deleteStack',
  UPDATE_IN_PROGRESS: 'waitForStack',
  UPDATE_ROLLBACK_COMPLETE: 'createChangeSet',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'waitForStack',
  UPDATE_ROLLBACK_FAILED: 'deleteStack',
  UPDATE_ROLLBACK_IN_PROGRESS: 'waitForStack',
};
const STATUSES = Object.values(StackStatus);

test.each(STATUSES)('a stack that an earlier execution left in %s is in nobody’s way', (status) => {
  const found = hasFailed(status) ? OF_AN_EARLIER : undefined;
  expect(decide(status, { failure: found }).kind).toBe(NEXT[status]);
});

test.each(STATUSES)('with a reason that passes, %s leads on', (status) => {
  const found = hasFailed(status) ? PASSING : undefined;
  expect(decide(status, { failure: found }).kind).toBe(NEXT[status]);
});

test.each(STATUSES)('with a reason that stays, %s ends by name if it has failed', (status) => {
  const verdict = decide(status, { failure: hasFailed(status) ? DEFINITE : undefined });
  if (hasFailed(status)) expect(verdict).toEqual({ kind: 'stackFailed', detail: DEFINITE.text });
  else expect(verdict.kind).toBe(NEXT[status]);
});

test.each(STATUSES)('while users are served through it, a stack in %s is not deleted', (status) => {
  const verdict = decide(status, { failure: hasFailed(status) ? PASSING : undefined, serves: true });
  expect(verdict.kind).toBe(mayBeDeleted(status) ? 'needsRepair' : NEXT[status]);
});

test('what rolls back for a reason that stays is not waited for', () => {
  expect(decide('ROLLBACK_IN_PROGRESS', { failure: DEFINITE, changeSet: EXECUTED }).kind).toBe('stackFailed');
});

test('a stack in a status that nobody knows yet is never deleted', () => {
  expect(decide('DREAM_IN_PROGRESS').kind).toBe('waitForStack');
  expect(decide('DREAM_COMPLETE').kind).toBe('createChangeSet');
});

test.each<readonly [string | undefined, ChangeSetFact | undefined, object]>([
  [undefined, undefined, { kind: 'createChangeSet', type: 'CREATE' }],
  // A stack that only a change set has made, ours or one that was given up.
  ['REVIEW_IN_PROGRESS', undefined, { kind: 'createChangeSet', type: 'CREATE' }],
  ['REVIEW_IN_PROGRESS', changeSet('CREATE_PENDING'), { kind: 'lookAgain' }],
  ['REVIEW_IN_PROGRESS', changeSet('CREATE_IN_PROGRESS'), { kind: 'lookAgain' }],
  ['REVIEW_IN_PROGRESS', AVAILABLE, { kind: 'executeChangeSet' }],
  ['REVIEW_IN_PROGRESS', changeSet('CREATE_COMPLETE', 'EXECUTE_IN_PROGRESS'), { kind: 'waitForStack' }],
  ['REVIEW_IN_PROGRESS', changeSet('FAILED', 'UNAVAILABLE', 'no such template'), { kind: 'changeSetFailed' }],
  ['REVIEW_IN_PROGRESS', changeSet('FAILED', 'UNAVAILABLE', 'Rate exceeded'), { kind: 'redoChangeSet' }],
  ['REVIEW_IN_PROGRESS', changeSet('FAILED', 'UNAVAILABLE', 'Internal Failure'), { kind: 'redoChangeSet' }],
  ['REVIEW_IN_PROGRESS', changeSet('DELETE_IN_PROGRESS'), { kind: 'lookAgain' }],
  ['REVIEW_IN_PROGRESS', changeSet('DELETE_FAILED'), { kind: 'redoChangeSet' }],
  ['REVIEW_IN_PROGRESS', changeSet('DELETE_COMPLETE'), { kind: 'createChangeSet', type: 'CREATE' }],
  ['CREATE_COMPLETE', EXECUTED, { kind: 'ready' }],
  ['CREATE_COMPLETE', undefined, { kind: 'createChangeSet', type: 'UPDATE' }],
  ['UPDATE_COMPLETE', AVAILABLE, { kind: 'executeChangeSet' }],
  ['UPDATE_COMPLETE', changeSet('CREATE_COMPLETE', 'OBSOLETE'), { kind: 'redoChangeSet' }],
  ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', EXECUTED, { kind: 'ready' }],
  [
    'CREATE_COMPLETE',
    changeSet('FAILED', 'UNAVAILABLE', "The submitted information didn't contain changes."),
    { kind: 'nothingToDo' },
  ],
  ['CREATE_COMPLETE', changeSet('FAILED', 'UNAVAILABLE', 'No updates are to be performed.'), { kind: 'nothingToDo' }],
])('to deploy over %s with the change set %j', (stackStatus, facts, expected) => {
  expect(decide(stackStatus, { changeSet: facts })).toMatchObject(expected);
});

test('an update that was rolled back for a reason that passes is made again', () => {
  const rolledBack = (facts: Partial<Facts>) => decide('UPDATE_ROLLBACK_COMPLETE', { failure: PASSING, ...facts }).kind;
  expect(rolledBack({ changeSet: FAILED_TO_EXECUTE })).toBe('redoChangeSet');
  expect(rolledBack({ changeSet: AVAILABLE })).toBe('executeChangeSet');
});

const REMOVAL: Readonly<Record<StackStatus, string>> = {
  ...(Object.fromEntries(STATUSES.map((status) => [status, 'deleteStack'])) as Record<StackStatus, string>),
  DELETE_COMPLETE: 'gone',
  DELETE_IN_PROGRESS: 'waitForStackGone',
  IMPORT_IN_PROGRESS: 'lookAgain',
  IMPORT_ROLLBACK_IN_PROGRESS: 'lookAgain',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'lookAgain',
  UPDATE_IN_PROGRESS: 'lookAgain',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'lookAgain',
  UPDATE_ROLLBACK_IN_PROGRESS: 'lookAgain',
};

test.each(STATUSES)('to remove a stack in %s', (status) => {
  expect(decideRemove(status).kind).toBe(REMOVAL[status]);
});

test.each([
  ['a reason that passes', PASSING, 'deleteStack'],
  ['a reason that an earlier execution met', OF_AN_EARLIER, 'deleteStack'],
  ['no recorded reason', undefined, 'deleteStack'],
  ['a reason that stays', DEFINITE, 'stackFailed'],
])('a deletion that failed for %s', (_, found, kind) => {
  expect(decideRemove('DELETE_FAILED', found).kind).toBe(kind);
});
