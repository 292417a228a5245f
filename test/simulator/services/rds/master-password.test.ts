import type { DBCluster, DescribeDBClustersCommandOutput } from '@aws-sdk/client-rds';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster, rdsCall, sql } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

const WEST = 'us-west-2';

let world: AuroraWorld;
let primary: Cluster;
let snapshotArn: string;

beforeEach(async () => {
  world = auroraWorld();
  primary = await primaryCluster(world);
  await sql(world, primary, 'INSERT INTO numbers VALUES (1), (2)');
  const { rds: east } = world.region('us-east-1');
  const { rds: west, kms } = world.region(WEST);
  const source = await east.takeSnapshot(primary.arn, 'awsbackup:job-1');
  east.finishSnapshot(source);
  const copy = west.importSnapshotCopy(source, { id: 'awsbackup:copyjob-1', kmsKeyArn: kms.createKey({}).arn });
  west.finishSnapshot(copy);
  snapshotArn = copy.arn;
});

afterEach(() => closeWorld(world));

const restoreInput = (more: object = {}) => ({
  DBClusterIdentifier: 'restored',
  SnapshotIdentifier: snapshotArn,
  Engine: 'aurora-postgresql',
  EngineVersion: '17.9',
  ServerlessV2ScalingConfiguration: { MinCapacity: 0.5, MaxCapacity: 8 },
  ...more,
});

const restore = (more: object = {}) => rdsCall(world, WEST, 'RestoreDBClusterFromSnapshot', restoreInput(more));

const refusal = (operation: string, input: object) =>
  awsErrorOf(world, callService(world, { region: WEST, service: 'rds', operation, input }));

async function describeRestored(): Promise<DBCluster> {
  const found = await rdsCall<DescribeDBClustersCommandOutput>(world, WEST, 'DescribeDBClusters', {
    DBClusterIdentifier: 'restored',
  });
  const [cluster] = found.DBClusters ?? [];
  if (cluster === undefined) throw new Error('no cluster');
  return cluster;
}

const passSeconds = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

async function restoredWithWriter(): Promise<Cluster> {
  await restore();
  const cluster = world.region(WEST).rds.cluster('restored');
  await world.scheduler.runToEnd(cluster.settled);
  await rdsCall(world, WEST, 'CreateDBInstance', writerInput());
  await passSeconds(600);
  return cluster;
}

const writerInput = () => ({
  DBInstanceIdentifier: 'restored-writer',
  DBClusterIdentifier: 'restored',
  DBInstanceClass: 'db.serverless',
  Engine: 'aurora-postgresql',
});

describe('a master password of one’s own', () => {
  const secretWith = (name: string, password: string) =>
    world.region(WEST).secretsManager.create({ name, value: JSON.stringify({ username: 'postgres', password }) }).arn;
  const snapshotPassword = () => {
    const { value } = world.region('us-east-1').secretsManager.get(primary.masterSecret?.arn ?? '');
    return (JSON.parse(value) as { password: string }).password;
  };

  test('opens the restored cluster when it is reset, and the snapshot’s does until then', async () => {
    const [own, old] = [secretWith('own', 'own-password'), secretWith('old', snapshotPassword())];
    const cluster = await restoredWithWriter();
    await rdsCall(world, WEST, 'EnableHttpEndpoint', { ResourceArn: cluster.arn });
    await passSeconds(60);
    await rdsCall(world, WEST, 'ModifyDBCluster', {
      DBClusterIdentifier: 'restored',
      MasterUserPassword: 'own-password',
    });
    expect(await describeRestored()).toMatchObject({ Status: 'resetting-master-credentials' });
    await sql(world, cluster, 'SELECT 1', { secretArn: old });
    await passSeconds(60);
    expect(await describeRestored()).toMatchObject({ Status: 'available', MasterUserSecret: undefined });
    await sql(world, cluster, 'SELECT 1', { secretArn: own });
    await expect(sql(world, cluster, 'SELECT 1', { secretArn: old })).rejects.toThrow(
      'FATAL: password authentication failed for user "postgres"; SQLState: 28P01',
    );
  });

  test('takes the place of a managed one, which goes', async () => {
    await restoredWithWriter();
    await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', ManageMasterUserPassword: true });
    await passSeconds(60);
    const { SecretArn = '' } = (await describeRestored()).MasterUserSecret ?? {};
    await rdsCall(world, WEST, 'ModifyDBCluster', {
      DBClusterIdentifier: 'restored',
      ManageMasterUserPassword: false,
      MasterUserPassword: 'own-password',
    });
    expect((await describeRestored()).MasterUserSecret).toBeUndefined();
    expect(world.region(WEST).secretsManager.find(SecretArn)).toBeUndefined();
  });

  test.each([
    ['beside a managed one that is asked for', { ManageMasterUserPassword: true, MasterUserPassword: 'own-password' }],
    ['beside a managed one that is there', { MasterUserPassword: 'own-password' }],
    ['nothing in place of a managed one', { ManageMasterUserPassword: false }],
  ])('is refused: %s', async (_, input) => {
    await restoredWithWriter();
    await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', ManageMasterUserPassword: true });
    await passSeconds(60);
    const error = await refusal('ModifyDBCluster', { DBClusterIdentifier: 'restored', ...input });
    expect(error.code).toBe('InvalidParameterCombination');
  });

  test('is refused with other characters or another length than RDS takes, and is not in the refusal', async () => {
    await restoredWithWriter();
    for (const MasterUserPassword of ['short', 'with/slash', 'with it', 'with"quote', 'with@sign', 'x'.repeat(42)]) {
      const error = await refusal('ModifyDBCluster', { DBClusterIdentifier: 'restored', MasterUserPassword });
      expect(error).toMatchObject({ code: 'InvalidParameterValue' });
      expect(error.message).not.toContain(MasterUserPassword);
    }
  });
});
