import { decide, type Facts, lagOf } from '../../../functions/failoverGlobalCluster/decide';
import { TAG } from '../../../functions/shared/names';
import { cluster, instance } from '../rds-facts';

const REPLICA = cluster({
  identifier: 'pilot-light-replica',
  members: [{ instanceIdentifier: 'reader', isWriter: false }],
});
const PRIMARY_ARN = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
const READER = instance({ identifier: 'reader' });
const OWN = instance({
  identifier: 'pilot-light-replica-writer',
  tags: { [TAG.createdBy]: 'failoverGlobalCluster' },
});

/** A replica with one instance, ready to be promoted. */
function facts(overrides: Partial<Facts> = {}): Facts {
  return {
    replicaArn: REPLICA.arn,
    global: global(false),
    cluster: REPLICA,
    instances: [READER],
    secretArn: 'arn:secret',
    published: { clusterArn: 'not-restored', secretArn: 'not-restored' },
    ...overrides,
  };
}

function global(isPromoted: boolean, promotingArn?: string): Facts['global'] {
  return {
    identifier: 'pilot-light-global',
    status: promotingArn === undefined ? 'available' : 'failing-over',
    members: [
      { arn: PRIMARY_ARN, isWriter: !isPromoted },
      { arn: REPLICA.arn, isWriter: isPromoted },
    ],
    promotingArn,
  };
}

const PROMOTED: Partial<Facts> = {
  global: global(true),
  cluster: { ...REPLICA, members: [{ instanceIdentifier: 'reader', isWriter: true }] },
};

test.each<readonly [string, Partial<Facts>, object]>([
  ['a replica with an instance is promoted', {}, { kind: 'failOver' }],
  [
    'a headless replica is given an instance first',
    { instances: [], cluster: { ...REPLICA, members: [] } },
    { kind: 'prepare', steps: ['createInstance'] },
  ],
  [
    'what the workload needs afterwards is turned on before',
    { cluster: { ...REPLICA, dataApi: false } },
    { kind: 'prepare', steps: ['enableDataApi'] },
  ],
  [
    'an instance that is being deleted is none',
    { instances: [instance({ ...READER, status: 'deleting' })] },
    { kind: 'prepare', steps: ['createInstance'] },
  ],
  [
    'beside an instance that has failed and is not ours, one of ours is made',
    { instances: [instance({ ...READER, status: 'incompatible-network' })] },
    { kind: 'prepare', steps: ['createInstance'] },
  ],
  [
    'an instance of ours that has failed is deleted',
    { instances: [instance({ ...OWN, status: 'insufficient-capacity' })] },
    { kind: 'removeInstance' },
  ],
  [
    'an instance of ours that is being deleted is waited for until its name is free',
    { instances: [instance({ ...OWN, status: 'deleting' })] },
    { kind: 'waitInstanceGone' },
  ],
  [
    'an instance of ours that has failed does not matter where there is another',
    { instances: [READER, instance({ ...OWN, status: 'failed' })] },
    { kind: 'failOver' },
  ],
  [
    'a writer that is lost while it is promoted is for Aurora to replace',
    {
      ...PROMOTED,
      global: global(true, REPLICA.arn),
      instances: [instance({ ...READER, status: 'failed' })],
    },
    { kind: 'notYet', detail: expect.stringContaining('the writer reader is failed') },
  ],
  [
    'an instance that is being made is waited for',
    { instances: [instance({ ...READER, status: 'creating' })] },
    { kind: 'waitInstance', instanceIdentifier: 'reader' },
  ],
  [
    'a replica that is being changed is waited for before it is prepared',
    { instances: [], cluster: { ...REPLICA, status: 'modifying' } },
    { kind: 'waitAvailable' },
  ],
  [
    'a failover under way is waited for',
    { global: global(false, REPLICA.arn), cluster: { ...REPLICA, status: 'failing-over' } },
    { kind: 'waitPromoted' },
  ],
  ['a promoted replica is published', PROMOTED, { kind: 'publish', clusterArn: REPLICA.arn, secretArn: 'arn:secret' }],
  [
    'a promoted replica whose writer is not there yet is waited for',
    { ...PROMOTED, cluster: REPLICA },
    { kind: 'waitPromoted' },
  ],
  [
    'nothing is left to do for one that is published',
    { ...PROMOTED, published: { clusterArn: REPLICA.arn, secretArn: 'arn:secret' } },
    { kind: 'ready' },
  ],
])('%s', (_, overrides, verdict) => {
  expect(decide(facts(overrides))).toMatchObject(verdict);
});

test.each<readonly [string, Partial<Facts>, string]>([
  ['without the global cluster', { global: undefined }, 'no such global cluster'],
  [
    'of a cluster that was taken out of it',
    { global: { identifier: 'g', status: 'available', members: [], promotingArn: undefined } },
    'is no member of the global cluster g',
  ],
  ['of a cluster that is gone', { cluster: undefined }, 'is not there'],
  ['of a cluster that is being deleted', { cluster: { ...REPLICA, status: 'deleting' } }, 'is deleting'],
  [
    'of a cluster that cannot read its key',
    { cluster: { ...REPLICA, status: 'inaccessible-encryption-credentials' } },
    'is inaccessible-encryption-credentials',
  ],
  [
    'with the failover of another cluster under way',
    { global: global(false, 'arn:other') },
    'failed over to arn:other',
  ],
  [
    'whose only instance has failed under the name of ours, and is not ours',
    { instances: [instance({ ...OWN, status: 'incompatible-network', tags: {} })] },
    'the instance pilot-light-replica-writer is incompatible-network, and is not ours to make again',
  ],
  ['that is stopped', { cluster: { ...REPLICA, status: 'stopped' } }, 'is stopped'],
  [
    'that nobody could log in to',
    { secretArn: undefined },
    'the secret that the workload logs in with is not in this region',
  ],
])('nothing is begun with a replica %s', (_, overrides, detail) => {
  expect(decide(facts(overrides))).toEqual({ kind: 'unavailable', detail: expect.stringContaining(detail) });
});

describe('the lag', () => {
  const at = (minute: number, milliseconds: number) => ({ atMs: minute * 60_000, milliseconds });

  test('is the largest of the newest five minutes', () => {
    expect(lagOf([at(10, 700), at(9, 900), at(6, 800), at(5, 9000)])).toEqual({
      measuredAtMs: 600_000,
      milliseconds: 900,
    });
  });

  test('is not known without a datapoint', () => {
    expect(lagOf([])).toBeUndefined();
  });
});
