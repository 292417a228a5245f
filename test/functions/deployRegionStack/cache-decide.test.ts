import { StackStatus } from '@aws-sdk/client-cloudformation';
import { decideCache, decideRemoveCache } from '../../../functions/deployRegionStack/cache/decide';

const OURS = { status: 'available', createdBy: 'Cache' };
const facts = (stackStatus: string | undefined, cache?: typeof OURS) => ({
  stackName: 'Cache',
  stackStatus,
  cache,
});

const NEXT: Readonly<Record<StackStatus, string>> = {
  CREATE_COMPLETE: 'ready',
  CREATE_FAILED: 'deleteStack',
  CREATE_IN_PROGRESS: 'wait',
  DELETE_COMPLETE: 'createStack',
  DELETE_FAILED: 'deleteStack',
  DELETE_IN_PROGRESS: 'wait',
  IMPORT_COMPLETE: 'ready',
  IMPORT_IN_PROGRESS: 'wait',
  IMPORT_ROLLBACK_COMPLETE: 'ready',
  IMPORT_ROLLBACK_FAILED: 'needsRepair',
  IMPORT_ROLLBACK_IN_PROGRESS: 'wait',
  REVIEW_IN_PROGRESS: 'deleteStack',
  ROLLBACK_COMPLETE: 'deleteStack',
  ROLLBACK_FAILED: 'deleteStack',
  ROLLBACK_IN_PROGRESS: 'wait',
  UPDATE_COMPLETE: 'ready',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'ready',
  UPDATE_FAILED: 'needsRepair',
  UPDATE_IN_PROGRESS: 'wait',
  UPDATE_ROLLBACK_COMPLETE: 'ready',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'ready',
  UPDATE_ROLLBACK_FAILED: 'needsRepair',
  UPDATE_ROLLBACK_IN_PROGRESS: 'wait',
};

test.each(Object.values(StackStatus))('a stack of the cache that is %s has a next step', (status) => {
  expect(decideCache(facts(status)).kind).toBe(NEXT[status]);
});

test.each([
  [undefined, 'createStack'],
  [OURS, 'deleteCache'],
  [{ ...OURS, status: 'create-failed' }, 'deleteCache'],
  [{ ...OURS, status: 'creating' }, 'wait'],
  [{ ...OURS, status: 'deleting' }, 'wait'],
  [{ ...OURS, createdBy: 'Another' }, 'notOurs'],
  [{ status: 'available', createdBy: undefined }, 'notOurs'],
])('without a stack, over the cache %j: %s', (cache, kind) => {
  expect(decideCache({ stackName: 'Cache', stackStatus: undefined, cache }).kind).toBe(kind);
});

test.each([
  [undefined, 'gone'],
  [OURS, 'deleteCache'],
  [{ ...OURS, status: 'deleting' }, 'lookAgain'],
  [{ ...OURS, createdBy: 'Another' }, 'gone'],
])('to remove the cache %j: %s', (cache, kind) => {
  expect(decideRemoveCache('Cache', cache).kind).toBe(kind);
});
