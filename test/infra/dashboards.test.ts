import { namesOf } from '../../infra/names';
import { AWS_METRICS } from './aws-metrics';
import { metricsPut, signature } from './metrics-put';
import { synthesizeStacks } from './synthesized';
import { bodiesOf, drawnBy, watchedBy } from './watched-metrics';

const { stacks, config } = synthesizeStacks({ profile: 'standard' });
const names = namesOf(config);
const regions = { primary: 'us-east-1', standby: 'us-west-2', recovery: 'us-west-2', traffic: 'us-west-2' } as const;
const metrics = (Object.keys(regions) as (keyof typeof regions)[]).flatMap((stack) => [
  ...drawnBy(stacks[stack], regions[stack]),
  ...watchedBy(stacks[stack], regions[stack]),
]);

test('by default there is one dashboard, that of the protection', () => {
  const { stacks: economy } = synthesizeStacks();
  expect(Object.keys(bodiesOf(economy.primary, 'us-east-1'))).toEqual([]);
  expect(Object.keys(bodiesOf(economy.recovery, 'us-west-2'))).toEqual(['pilot-light-disaster-recovery']);
});

test('in the profiles that have both, each of the two regions has a dashboard', () => {
  expect(Object.keys(bodiesOf(stacks.primary, 'us-east-1'))).toEqual(['pilot-light-primary']);
  expect(Object.keys(bodiesOf(stacks.recovery, 'us-west-2'))).toEqual(['pilot-light-disaster-recovery']);
});

test('a dashboard draws what is put in its own region, so that it is there when the other region is not', () => {
  expect(new Set(drawnBy(stacks.primary, 'us-east-1').map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  expect(new Set(drawnBy(stacks.recovery, 'us-west-2').map(({ region }) => region))).toEqual(new Set(['us-west-2']));
});

test('every metric of ours that is drawn or watched is one that a function or a workflow puts, with those dimensions', () => {
  const put = metricsPut();
  const ours = metrics.filter(({ namespace }) => namespace === names.metric.namespace);
  const unknown = ours.filter(({ name, dimensions }) => !put.has(signature(name, Object.keys(dimensions))));
  expect(unknown).toEqual([]);
  expect(ours.length).toBeGreaterThan(20);
});

test('the values of their dimensions are those of this workload', () => {
  const expected: Readonly<Record<string, readonly string[]>> = {
    Workload: [config.name],
    Mode: ['failover', 'drill'],
    BackupVaultName: [names.primaryVault, names.standbyVault],
    service: ['measureRecoveryPoints', 'keepRecoveryPointObjective', 'readiness', 'recordManifest'],
  };
  const ours = metrics.filter(({ namespace }) => namespace === names.metric.namespace);
  for (const [dimension, value] of ours.flatMap(({ dimensions }) => Object.entries(dimensions))) {
    expect(expected[dimension]).toContain(value);
  }
});

test('every metric of AWS that is drawn or watched is one that the service puts, with those dimensions', () => {
  const theirs = metrics.filter(({ namespace }) => namespace !== names.metric.namespace);
  const unknown = theirs.filter(({ namespace, name, dimensions }) => {
    const known = AWS_METRICS[namespace];
    const ofAllClusters = namespace === 'AWS/RDS' && dimensions['EngineName'] === 'aurora-postgresql';
    const dimension = ofAllClusters
      ? known?.dimensions.replace('DBClusterIdentifier', 'EngineName')
      : known?.dimensions;
    return dimension !== Object.keys(dimensions).join() || !known?.names.includes(name);
  });
  expect(unknown).toEqual([]);
});

test('the standby region shows what would be lost, whether a failover would work, and how the last ones went', () => {
  const drawn = drawnBy(stacks.recovery, 'us-west-2').map(({ name, dimensions: { BackupVaultName, Mode } }) =>
    [name, BackupVaultName ?? Mode].filter((part) => part !== undefined).join(' '),
  );
  expect(drawn).toEqual(
    expect.arrayContaining([
      'RecoveryPointAgeMinutes pilot-light-standby',
      'MinutesSinceLastRecoveryPoint pilot-light-standby',
      'RecoveryPointsCompleted pilot-light-standby',
      'ReadinessState',
      'ValidationPassed',
      'ValidationRestoreSeconds',
      'ExecutionPassed failover',
      'RecoveryTimeSeconds failover',
      'RecoveryPointAgeSeconds failover',
      'RecoveryTimeSeconds drill',
    ]),
  );
});

test('the age of the recovery point is drawn against the objective, whatever it is', () => {
  const { stacks: other } = synthesizeStacks({ objectives: { rpoMinutes: 90 } });
  const body = JSON.parse(bodiesOf(other.recovery, 'us-west-2')['pilot-light-disaster-recovery'] ?? '');
  expect(body.widgets).toContainEqual(
    expect.objectContaining({
      properties: expect.objectContaining({
        title: 'Recovery point age (minutes)',
        annotations: { horizontal: [expect.objectContaining({ value: 90, label: 'objective: 90 minutes' })] },
      }),
    }),
  );
});

test('what happens once a month or a quarter is looked for further back than the dashboard goes', () => {
  const body = JSON.parse(bodiesOf(stacks.recovery, 'us-west-2')['pilot-light-disaster-recovery'] ?? '');
  const lasts = body.widgets.filter(({ properties }: { properties: { title?: string } }) =>
    properties.title?.startsWith('Last '),
  );
  expect(lasts).toHaveLength(3);
  for (const { properties } of lasts) expect(properties).toMatchObject({ view: 'singleValue', start: '-P180D' });
});

test('without what keeps the objective there is no figure that only it puts', () => {
  const { stacks: other } = synthesizeStacks({ freshness: { keeper: false } });
  const drawn = drawnBy(other.recovery, 'us-west-2').map(({ dimensions }) => dimensions['service']);
  expect(drawn).not.toContain('keepRecoveryPointObjective');
  expect(drawn).toContain('measureRecoveryPoints');
});

test('a global database shows how far its replica is behind, and a database from backups does not', () => {
  const lag = (template: typeof stacks.recovery) =>
    drawnBy(template, 'us-west-2').filter(({ namespace }) => namespace === 'AWS/RDS');
  expect(lag(stacks.recovery)).toEqual([]);
  const replicas = lag(synthesizeStacks({ database: 'global' }).stacks.recovery);
  expect(replicas.map(({ name }) => name)).toEqual(['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag']);
  for (const { dimensions } of replicas) expect(dimensions).toEqual({ DBClusterIdentifier: names.replicaCluster });
});
