import { decide as decideFailover } from '../../../functions/failoverGlobalCluster/decide';
import { decide as decideRestore } from '../../../functions/restoreAurora/decide';
import { missingUntil, type ReadyUntil, writerOf } from '../../../functions/shared/cluster-readiness';
import { failoverRun } from '../../../functions/shared/names';
import type { ClusterFact, InstanceFact } from '../../../functions/shared/rds-facts';
import { judgeCluster } from '../../../functions/waitForAvailable/decide';
import { cluster, FAILOVER_ID, instance, SECRET_ARN } from '../rds-facts';

const CLUSTERS: readonly (readonly [string, Partial<ClusterFact>])[] = [
  ['with everything', {}],
  ['being modified', { status: 'modifying' }],
  ['in a status that nobody knows', { status: 'brand-new' }],
  ['without members', { members: [] }],
  ['with a reader alone', { members: [{ instanceIdentifier: 'reader', isWriter: false }] }],
  ['whose password is being reset', { status: 'resetting-master-credentials' }],
];
const WRITERS: readonly (readonly [string, Partial<InstanceFact>])[] = [
  ['an available writer', {}],
  ['a writer being created', { status: 'creating' }],
  ['a writer being modified', { status: 'configuring-enhanced-monitoring' }],
];
const CASES = CLUSTERS.flatMap(([of, clusterFact]) =>
  WRITERS.map(([and, writerFact]) => [
    `a cluster ${of} and ${and}`,
    cluster({ deletionProtection: true, ...clusterFact }),
    instance(writerFact),
  ]),
) as readonly (readonly [string, ClusterFact, InstanceFact])[];

test.each(CASES)('%s is connectable for the restore when it is for the wait', (_, restored, writer) => {
  const run = failoverRun('pilot-light', FAILOVER_ID);
  const published = { clusterArn: restored.arn, secretArn: SECRET_ARN };
  const verdict = decideRestore({
    cluster: restored,
    writer,
    run,
    recoveryPointArn: 'arn:a',
    mode: 'failover',
    isPasswordSet: true,
    secretArn: SECRET_ARN,
    published,
  });
  const isConnectable = judgeCluster(restored, writer, 'connectable', 0).kind === 'ready';
  expect(verdict.kind).toBe(isConnectable ? 'ready' : 'waitConnectable');
});

test.each(CASES)('%s is usable for a promoted replica when it is for the wait', (_, replica, writer) => {
  const { kind } = decideFailover({
    replicaArn: replica.arn,
    global: {
      identifier: 'g',
      status: 'available',
      members: [{ arn: replica.arn, isWriter: true }],
      promotingArn: undefined,
    },
    cluster: replica,
    instances: [writer],
    secretArn: 'arn:secret',
    published: { clusterArn: replica.arn, secretArn: 'arn:secret' },
  });
  expect(kind).toBe(judgeCluster(replica, writer, 'usable', 0).kind === 'ready' ? 'ready' : 'waitPromoted');
});

test.each<readonly [ReadyUntil, Partial<ClusterFact>, InstanceFact | undefined, readonly string[]]>([
  ['available', { members: [], dataApi: false }, undefined, []],
  ['available', { status: 'creating' }, undefined, ['the cluster is creating']],
  ['usable', { members: [] }, undefined, ['no writer among the members']],
  ['usable', {}, undefined, ['the writer is not there']],
  ['usable', { dataApi: false }, instance(), []],
  [
    'connectable',
    { status: 'modifying', dataApi: false },
    instance({ status: 'rebooting' }),
    ['the cluster is modifying', 'the writer is rebooting', 'the Data API is not on'],
  ],
])('until it is %s: %j with %j misses %j', (until, overrides, writer, missing) => {
  expect(missingUntil(until, cluster(overrides), writer)).toEqual(missing);
});

test('the writer is the member that writes, whatever its name; before there is one, the one that is to be it', () => {
  const members = [
    { instanceIdentifier: 'reader', isWriter: false },
    { instanceIdentifier: 'promoted', isWriter: true },
  ];
  expect(writerOf(cluster({ members }))).toBe('promoted');
  expect(writerOf(cluster({ members: [] }))).toBe('pilot-light-20261122-030000-abc123-writer');
});
