import { StackStatus } from '@aws-sdk/client-cloudformation';
import {
  judgeCluster,
  judgeClusterGone,
  judgeInstance,
  judgeInstanceGone,
  judgeStack,
  judgeStackGone,
  judgeTraffic,
} from '../../../functions/waitForAvailable/decide';
import type { ReadyUntil } from '../../../functions/shared/cluster-readiness';
import type { ClusterFact, InstanceFact } from '../../../functions/shared/rds-facts';
import { cluster, instance } from '../rds-facts';

test.each<readonly [string, ClusterFact | undefined, InstanceFact | undefined, ReadyUntil, string]>([
  ['available without a writer is enough to add one', cluster({ members: [] }), undefined, 'available', 'ready'],
  ['a writer that nobody has asked for does not come', cluster({ members: [] }), undefined, 'usable', 'failed'],
  ['a writer that is being deleted does not stay', cluster(), instance({ status: 'deleting' }), 'usable', 'failed'],
  ['a stopped cluster does not start by itself', cluster({ status: 'stopped' }), undefined, 'available', 'failed'],
  ['a cluster that is stopping will be stopped', cluster({ status: 'stopping' }), instance(), 'connectable', 'waiting'],
  ['a writer that is being created is not there yet', cluster(), instance({ status: 'creating' }), 'usable', 'waiting'],
  [
    'a reader is no writer',
    cluster({ members: [{ instanceIdentifier: 'r', isWriter: false }] }),
    undefined,
    'usable',
    'waiting',
  ],
  ['cluster, writer member and instance: usable', cluster({ dataApi: false }), instance(), 'usable', 'ready'],
  ['usable without Data API is not connectable', cluster({ dataApi: false }), instance(), 'connectable', 'waiting'],
  [
    'usable while its password is reset is not connectable',
    cluster({ status: 'resetting-master-credentials' }),
    instance(),
    'connectable',
    'waiting',
  ],
  ['all there: connectable', cluster(), instance(), 'connectable', 'ready'],
  ['being restored', cluster({ status: 'migrating' }), undefined, 'available', 'waiting'],
  ['a status that nobody knows is waited for', cluster({ status: 'brand-new' }), undefined, 'available', 'waiting'],
  ['migration-failed does not come back', cluster({ status: 'migration-failed' }), undefined, 'available', 'failed'],
  ['nor without its key', cluster({ status: 'inaccessible-encryption-credentials' }), undefined, 'available', 'failed'],
  ['one that is being deleted never becomes ready', cluster({ status: 'deleting' }), undefined, 'available', 'failed'],
  [
    'a writer that failed before it became a member',
    cluster({ members: [] }),
    instance({ status: 'incompatible-network' }),
    'usable',
    'failed',
  ],
  ['no cluster', undefined, undefined, 'usable', 'failed'],
])('cluster: %s', (_, facts, writer, until, expected) => {
  expect(judgeCluster(facts, writer, until, 0).kind).toBe(expected);
});

test('a wait says everything that is missing, and how far it is', () => {
  const sight = judgeCluster(
    cluster({ status: 'migrating', dataApi: false, percentProgress: 40 }),
    instance(),
    'connectable',
    0,
  );
  expect(sight).toEqual({ kind: 'waiting', detail: 'the cluster is migrating, the Data API is not on', progress: 40 });
});

test('what was asked for and does not come though nothing is being changed is asked for again', () => {
  const withoutDataApi = (waitedSeconds: number) =>
    judgeCluster(cluster({ dataApi: false }), instance(), 'connectable', waitedSeconds).kind;
  expect(withoutDataApi(599)).toBe('waiting');
  expect(withoutDataApi(600)).toBe('failed');
  const writer = instance({ status: 'creating' });
  expect(judgeCluster(cluster({ dataApi: false }), writer, 'connectable', 6000).kind).toBe('waiting');
});

test.each([
  ['available', 'ready'],
  ['creating', 'waiting'],
  ['configuring-log-exports', 'waiting'],
  ['insufficient-capacity', 'failed'],
  ['incompatible-parameters', 'failed'],
  ['deleting', 'failed'],
])('instance: %s is %s', (status, expected) => {
  expect(judgeInstance(instance({ status })).kind).toBe(expected);
});

const IN_PROGRESS: readonly StackStatus[] = [
  'CREATE_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
];

test.each(Object.values(StackStatus))(
  'a stack that is %s is waited for until it rests, and never given up here',
  (status) => {
    const kind = IN_PROGRESS.includes(status) ? 'waiting' : 'ready';
    expect(judgeStack({ status })).toEqual({ kind, detail: `the stack is ${status}` });
    expect(judgeStackGone({ status }).kind).toBe(kind);
  },
);

test('a stack that is not there is not waited for', () => {
  expect(judgeStack(undefined).kind).toBe('ready');
});

test('what is gone is gone', () => {
  expect(judgeClusterGone(undefined).kind).toBe('ready');
  expect(judgeClusterGone(cluster({ status: 'deleting' })).kind).toBe('waiting');
  expect(judgeClusterGone(cluster({ status: 'available' })).kind).toBe('failed');
  expect(judgeInstanceGone(undefined).kind).toBe('ready');
  expect(judgeInstanceGone(instance({ status: 'delete-precheck' })).kind).toBe('waiting');
  expect(judgeInstanceGone(instance({ status: 'available' })).kind).toBe('failed');
  expect(judgeStackGone(undefined).kind).toBe('ready');
  expect(judgeStackGone({ status: 'DELETE_COMPLETE' }).detail).toBe('the stack is gone');
});

test.each([
  [['api-standby.example.com'], 'ready'],
  [['API-Standby.example.com.'], 'ready'],
  [['api-primary.example.com'], 'waiting'],
  [[], 'waiting'],
  [['api-standby.example.com', 'api-primary.example.com'], 'waiting'],
])('a resolver that sees %j: %s', (names, expected) => {
  expect(judgeTraffic({ names, failure: undefined }, 'api-standby.example.com').kind).toBe(expected);
});

test('a resolver that fails says "not yet", and what it answered', () => {
  expect(judgeTraffic({ names: [], failure: 'ESERVFAIL' }, 'api-standby.example.com')).toEqual({
    kind: 'waiting',
    detail: 'the resolver answers ESERVFAIL for the public name: not yet api-standby.example.com',
  });
});
