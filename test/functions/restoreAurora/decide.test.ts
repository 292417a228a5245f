import { decide, type Facts } from '../../../functions/restoreAurora/decide';
import { failoverRun, TAG, validationRun } from '../../../functions/shared/names';
import { cluster, FAILOVER_ID, instance, SECRET_ARN, TAGS } from '../rds-facts';

const RUN = failoverRun('pilot-light', FAILOVER_ID);
const TRIAL = validationRun('pilot-light', '20261101-040000');
const ON_TRIAL = cluster({
  tags: { ...TAGS, [TAG.validationId]: '20261101-040000' },
});
const PUBLISHED = { clusterArn: cluster().arn, secretArn: SECRET_ARN };
const ready: Facts = {
  cluster: cluster({ deletionProtection: true }),
  writer: instance(),
  run: RUN,
  recoveryPointArn: 'arn:a',
  mode: 'failover',
  isPasswordSet: true,
  secretArn: SECRET_ARN,
  published: PUBLISHED,
};

/** Nothing is known of it yet. */
const NEW: Partial<Facts> = { isPasswordSet: false, published: { clusterArn: undefined, secretArn: undefined } };
const GIVE_PASSWORD = { kind: 'prepare', steps: ['modifyCluster'] };

describe('the next step', () => {
  test.each<readonly [string, Partial<Facts>, object]>([
    ['restores where there is no cluster', { cluster: undefined, writer: undefined }, { kind: 'restore' }],
    [
      'waits while the storage is restored',
      { cluster: cluster({ status: 'migrating', members: [] }), writer: undefined },
      { kind: 'waitAvailable' },
    ],
    [
      'asks for the writer first, then for all the rest at once',
      { cluster: cluster({ members: [], dataApi: false }), writer: undefined, ...NEW },
      { kind: 'prepare', steps: ['createWriter', 'enableDataApi', 'modifyCluster'] },
    ],
    [
      'asks only for what is missing',
      { cluster: cluster({ dataApi: false, deletionProtection: true }) },
      { kind: 'prepare', steps: ['enableDataApi'] },
    ],
    [
      'protects a cluster that is going to serve',
      { cluster: cluster() },
      { kind: 'prepare', steps: ['modifyCluster'] },
    ],
    ['leaves a drill unprotected, so that it can be removed', { cluster: cluster(), mode: 'drill' }, { kind: 'ready' }],
    [
      'waits for the writer',
      { writer: instance({ status: 'creating' }) },
      { kind: 'waitConnectable', detail: 'the writer is creating' },
    ],
    [
      'waits while the password is reset',
      { cluster: cluster({ deletionProtection: true, status: 'resetting-master-credentials' }) },
      { kind: 'waitConnectable', detail: 'the cluster is resetting-master-credentials' },
    ],
    ['gives a cluster its password where none is known to have been given', NEW, GIVE_PASSWORD],
    ['gives none to the one that the workload reads', { isPasswordSet: false }, { kind: 'ready' }],
    [
      'waits for the writer to be a member',
      { cluster: cluster({ deletionProtection: true, members: [] }) },
      { kind: 'waitConnectable' },
    ],
    [
      'publishes when all is there',
      { published: { clusterArn: 'not-restored', secretArn: 'not-restored' } },
      { kind: 'publish' },
    ],
    [
      'publishes again when only the secret differs',
      { published: { ...PUBLISHED, secretArn: 'old' } },
      { kind: 'publish' },
    ],
    ['is done when all is published', {}, { kind: 'ready' }],
    [
      'tells the workload nothing of a cluster on trial, and leaves it unprotected',
      { cluster: ON_TRIAL, run: TRIAL, mode: 'validation', published: { clusterArn: undefined, secretArn: undefined } },
      { kind: 'ready' },
    ],
    ['waits for an old cluster of that name to go', { cluster: cluster({ status: 'deleting' }) }, { kind: 'waitGone' }],
    ['stops at a cluster that is not ours', { cluster: cluster({ tags: {} }) }, { kind: 'notOurs' }],
    [
      'stops at a cluster of another failover, whatever its name',
      { cluster: cluster({ tags: { ...TAGS, [TAG.failoverId]: 'another' } }) },
      { kind: 'notOurs', detail: expect.stringContaining(`${TAG.failoverId}=${FAILOVER_ID}`) },
    ],
    [
      'stops at a cluster of another recovery point, whatever its name',
      { cluster: cluster({ tags: { ...TAGS, [TAG.recoveryPoint]: 'arn:b' } }) },
      { kind: 'notOurs', detail: expect.stringContaining(`${TAG.recoveryPoint}=arn:a`) },
    ],
    [
      'stops at a cluster that somebody else has made',
      { cluster: cluster({ tags: { ...TAGS, [TAG.createdBy]: 'somebody' } }) },
      { kind: 'notOurs', detail: expect.stringContaining(`${TAG.createdBy}=restoreAurora`) },
    ],
    ['starts a stopped cluster', { cluster: cluster({ status: 'stopped' }) }, { kind: 'startCluster' }],
    [
      'deletes a writer of ours that failed',
      { writer: instance({ status: 'incompatible-network' }) },
      { kind: 'removeWriter' },
    ],
    [
      'stops at a writer that failed and is not ours',
      { writer: instance({ status: 'incompatible-network', tags: {} }) },
      { kind: 'notOurs' },
    ],
    [
      'does not take a writer that is going for one that is there',
      { writer: instance({ status: 'deleting' }), cluster: cluster({ dataApi: false }) },
      { kind: 'waitWriterGone' },
    ],
  ])('%s', (_, overrides, expected) => {
    expect(decide({ ...ready, ...overrides })).toMatchObject(expected);
  });
});
