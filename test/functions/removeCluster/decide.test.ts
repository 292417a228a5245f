import { decide, type Facts } from '../../../functions/removeCluster/decide';
import { TAG } from '../../../functions/shared/names';
import { cluster, FAILOVER_ID, instance } from '../rds-facts';

const ANY_VALIDATION = { tag: TAG.validationId, id: undefined };
const VALIDATED = cluster({
  identifier: 'validate-pilot-light-20261101-040000-abc123',
  tags: { [TAG.validationId]: '20261101-040000', [TAG.createdBy]: 'restoreAurora' },
});
const facts: Facts = {
  cluster: cluster(),
  instances: [instance()],
  ours: { tag: TAG.failoverId, id: FAILOVER_ID },
  serves: 'primary',
  publishedClusterArn: cluster().arn,
};

test.each<readonly [string, Partial<Facts>, object]>([
  ['the writer goes first', {}, { kind: 'deleteInstances', instanceIdentifiers: [instance().identifier] }],
  ['a writer on its way out is waited for', { instances: [instance({ status: 'deleting' })] }, { kind: 'wait' }],
  ['then the cluster', { instances: [] }, { kind: 'deleteCluster' }],
  [
    'a cluster on its way out is waited for',
    { cluster: cluster({ status: 'deleting' }), instances: [] },
    { kind: 'wait' },
  ],
  [
    'a failed cluster can be removed',
    { cluster: cluster({ status: 'migration-failed', members: [] }), instances: [] },
    { kind: 'deleteCluster' },
  ],
  ['one without our tags stays', { cluster: cluster({ tags: {} }) }, { kind: 'refuse', reason: 'not-ours' }],
  [
    'one of another failover stays',
    { ours: { tag: TAG.failoverId, id: 'other' } },
    { kind: 'refuse', reason: 'not-ours' },
  ],
  [
    'a sweep takes the cluster of any validation',
    { cluster: VALIDATED, ours: ANY_VALIDATION },
    { kind: 'deleteInstances' },
  ],
  ['and no cluster of a failover', { ours: ANY_VALIDATION }, { kind: 'refuse', reason: 'not-ours' }],
  [
    'nor one that somebody protects',
    { cluster: { ...VALIDATED, deletionProtection: true }, ours: ANY_VALIDATION },
    { kind: 'refuse', detail: expect.stringContaining(VALIDATED.identifier) },
  ],
  [
    'one that something else made stays',
    { cluster: cluster({ tags: { [TAG.failoverId]: FAILOVER_ID } }) },
    { kind: 'refuse' },
  ],
  ['one that is protected stays', { cluster: cluster({ deletionProtection: true }) }, { kind: 'refuse' }],
  ['the one that serves users stays', { serves: 'standby' }, { kind: 'refuse', reason: 'standby-serves' }],
  [
    'another may go while the standby serves',
    { serves: 'standby', publishedClusterArn: 'arn:other' },
    { kind: 'deleteInstances' },
  ],
])('%s', (_, overrides, expected) => {
  expect(decide({ ...facts, ...overrides })).toMatchObject(expected);
});
