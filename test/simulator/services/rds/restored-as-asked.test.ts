import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster, rdsCall } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

const EAST = 'us-east-1';
const RESTORE = 'RestoreDBClusterFromSnapshot';

let world: AuroraWorld;
let SnapshotIdentifier: string;

beforeEach(async () => {
  world = auroraWorld();
  const { arn } = await primaryCluster(world);
  const { rds } = world.region(EAST);
  const snapshot = await rds.takeSnapshot(arn, 'awsbackup:job-1');
  rds.finishSnapshot(snapshot);
  SnapshotIdentifier = snapshot.arn;
});

afterEach(() => closeWorld(world));

const input = (more: object) => ({
  DBClusterIdentifier: 'restored',
  SnapshotIdentifier,
  Engine: 'aurora-postgresql',
  EngineVersion: '17.9',
  ...more,
});

test.each([
  [{}, [], 'aurora'],
  [{ EnableCloudwatchLogsExports: ['postgresql'], StorageType: 'aurora-iopt1' }, ['postgresql'], 'aurora-iopt1'],
])('a restore with %j exports %j and is stored as %s', async (more, logExports, storageType) => {
  await rdsCall(world, EAST, RESTORE, input(more));
  expect(world.region(EAST).rds.cluster('restored')).toMatchObject({ logExports, storageType });
});

test.each([
  [
    'a log that Aurora PostgreSQL does not have',
    { EnableCloudwatchLogsExports: ['upgrade'] },
    'InvalidParameterCombination',
  ],
  ['a storage type of other engines', { StorageType: 'gp3' }, 'InvalidParameterValue'],
])('a restore is refused with %s', async (_, more, code) => {
  const call = callService(world, { region: EAST, service: 'rds', operation: RESTORE, input: input(more) });
  expect((await awsErrorOf(world, call)).code).toBe(code);
});
