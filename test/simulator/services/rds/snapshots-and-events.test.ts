import type {
  CopyDBClusterSnapshotCommandOutput,
  DescribeDBClusterSnapshotsCommandOutput,
  DescribeEventsCommandOutput,
} from '@aws-sdk/client-rds';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster, rdsCall, sql } from '../../support/aurora-world';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const ARN = 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:before';

let world: AuroraWorld;
let cluster: Cluster;
beforeEach(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
});
afterEach(() => closeWorld(world));

const call = <Output = Record<string, unknown>>(operation: string, input: object, region = EAST) =>
  rdsCall<Output>(world, region, operation, input);
const snapshot = (id: string) =>
  call('CreateDBClusterSnapshot', { DBClusterIdentifier: cluster.identifier, DBClusterSnapshotIdentifier: id });
const pass = (minutes: number) => world.scheduler.runUntil(world.scheduler.now() + minutes * 60_000);
const statuses = async (region = EAST) =>
  (
    (await call<DescribeDBClusterSnapshotsCommandOutput>('DescribeDBClusterSnapshots', {}, region))
      .DBClusterSnapshots ?? []
  ).map(({ DBClusterSnapshotIdentifier, SnapshotType, Status }) => [DBClusterSnapshotIdentifier, SnapshotType, Status]);

/** As an SDK makes it of `SourceRegion`. */
function signed(input: Readonly<Record<string, string>>, region = WEST): string {
  const query = new URLSearchParams({ Action: 'CopyDBClusterSnapshot', DestinationRegion: region, ...input });
  return `https://rds.us-east-1.amazonaws.com/?${query.toString()}`;
}

test('a manual snapshot is creating, then available, can be copied and deleted, and its name is taken', async () => {
  await snapshot('before');
  expect(await statuses()).toEqual([['before', 'manual', 'creating']]);
  await expect(snapshot('before')).rejects.toMatchObject({ code: 'DBClusterSnapshotAlreadyExistsFault' });
  const remove = () => call('DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'before' });
  await expect(remove()).rejects.toMatchObject({ code: 'InvalidDBClusterSnapshotStateFault' });
  await pass(6);
  await call('CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: 'before',
    TargetDBClusterSnapshotIdentifier: 'second',
  });
  expect(await statuses()).toEqual([
    ['before', 'manual', 'available'],
    ['second', 'manual', 'copying'],
  ]);
  await remove();
  await pass(6);
  expect(await statuses()).toEqual([['second', 'manual', 'available']]);
  await expect(snapshot('no_underscores')).rejects.toMatchObject({ code: 'InvalidParameterValue' });
});

test('an encrypted snapshot goes to another region with a key of that region and the request signed for its own', async () => {
  await snapshot('before');
  await pass(6);
  const { arn: key } = world.region(WEST).kms.createKey({});
  const input = { SourceDBClusterSnapshotIdentifier: ARN, TargetDBClusterSnapshotIdentifier: 'copied' };
  const copy = (more: object) =>
    call<CopyDBClusterSnapshotCommandOutput>('CopyDBClusterSnapshot', { ...input, ...more }, WEST);

  await expect(copy({})).rejects.toThrow('Must specify new KMS key for cross region encrypted snapshot copy');
  const forged = signed({ SourceDBClusterSnapshotIdentifier: ARN, KmsKeyId: 'another' });
  for (const PreSignedUrl of [undefined, 'x', forged]) {
    await expect(copy({ KmsKeyId: key, PreSignedUrl })).rejects.toThrow('PreSignedurl could not be authenticated');
  }
  const PreSignedUrl = signed({ SourceDBClusterSnapshotIdentifier: ARN, KmsKeyId: key });
  const { DBClusterSnapshot } = await copy({ KmsKeyId: key, PreSignedUrl, CopyTags: true });
  expect(DBClusterSnapshot).toMatchObject({
    Status: 'copying',
    KmsKeyId: key,
    SourceDBClusterSnapshotArn: ARN,
    TagList: [{ Key: 'backup:automated', Value: 'true' }],
  });
  await pass(30);
  expect(await statuses(WEST)).toEqual([['copied', 'manual', 'available']]);
  const missing = ARN.replace('before', 'missing');
  await expect(copy({ SourceDBClusterSnapshotIdentifier: missing })).rejects.toMatchObject({
    code: 'DBClusterSnapshotNotFoundFault',
  });
});

test('a snapshot of AWS Backup is copied by RDS, and not deleted by it', async () => {
  const { rds } = world.region(EAST);
  rds.finishSnapshot(await rds.takeSnapshot(cluster.arn, 'awsbackup:job-1'));
  await call('CopyDBClusterSnapshot', {
    SourceDBClusterSnapshotIdentifier: 'awsbackup:job-1',
    TargetDBClusterSnapshotIdentifier: 'mine',
  });
  await expect(
    call('DeleteDBClusterSnapshot', { DBClusterSnapshotIdentifier: 'awsbackup:job-1' }),
  ).rejects.toMatchObject({ code: 'InvalidDBClusterSnapshotStateFault' });
});

test('the last snapshot of a deleted cluster has its rows, and the cluster goes when it is complete', async () => {
  await sql(world, cluster, 'INSERT INTO numbers VALUES (7)');
  cluster.deletionProtection = false;
  await call('DeleteDBInstance', { DBInstanceIdentifier: 'pilot-light-primary-writer' });
  await call('DeleteDBCluster', { DBClusterIdentifier: cluster.identifier, FinalDBSnapshotIdentifier: 'final' });
  expect(await statuses()).toEqual([['final', 'manual', 'creating']]);
  await world.scheduler.runToEnd(cluster.settled);
  expect(await statuses()).toEqual([['final', 'manual', 'available']]);
  expect(world.region(EAST).rds.clusters.all.size).toBe(0);
});

describe('events', () => {
  const events = async (input: object) =>
    ((await call<DescribeEventsCommandOutput>('DescribeEvents', input)).Events ?? []).map((event) => event.Message);
  const ofCluster = { SourceType: 'db-cluster', SourceIdentifier: 'pilot-light-primary' };

  test('say what happened to a cluster, its instances and snapshots, by source, category and time', async () => {
    await snapshot('before');
    await pass(10);
    expect(await events({})).toEqual([
      'DB cluster created.',
      'DB instance created.',
      'Creating manual cluster snapshot.',
      'Manual cluster snapshot created.',
    ]);
    expect(await events({ ...ofCluster, SourceIdentifier: 'Pilot-Light-Primary' })).toEqual(['DB cluster created.']);
    expect(await events({ SourceType: 'db-instance', EventCategories: ['deletion'] })).toEqual([]);
    expect(await events({ EventCategories: ['creation', 'backup'], Duration: 9 })).toHaveLength(1);
    await pass(120);
    expect(await events(ofCluster)).toEqual([]);
    const StartTime = new Date(world.scheduler.startMs);
    expect(await events({ ...ofCluster, StartTime })).toHaveLength(1);
    expect(await events({ ...ofCluster, StartTime, Duration: 1 })).toEqual([]);
  });

  test('are kept for 14 days, which is also how far back they can be asked for', async () => {
    await pass(13 * 24 * 60);
    expect(await events({ Duration: 20_160 })).toHaveLength(2);
    await pass(24 * 60 + 1);
    expect(await events({ Duration: 20_160 })).toEqual([]);
    await expect(events({ Duration: 20_161 })).rejects.toMatchObject({ code: 'InvalidParameterValue' });
    await expect(events({ SourceIdentifier: 'x' })).rejects.toMatchObject({ code: 'InvalidParameterCombination' });
  });
});
