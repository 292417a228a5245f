import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, closeWorld, rdsCall, sql } from '../../support/aurora-world';
import { copiedWorld, describeRestored, restoreWithWriter, WEST } from './restored-cluster';
import { awsErrorOf, callService } from '../../support/fake-world';

let world: AuroraWorld;
let primary: Cluster;
let snapshotArn: string;

beforeEach(async () => {
  ({ world, primary, snapshotArn } = await copiedWorld());
});

afterEach(() => closeWorld(world));

const refusal = (operation: string, input: object) =>
  awsErrorOf(world, callService(world, { region: WEST, service: 'rds', operation, input }));

const passSeconds = (seconds: number) => world.scheduler.runUntil(world.scheduler.now() + seconds * 1000);

describe('a master password of one’s own', () => {
  const secretWith = (name: string, password: string) =>
    world.region(WEST).secretsManager.create({ name, value: JSON.stringify({ username: 'postgres', password }) }).arn;
  const snapshotPassword = () => {
    const { value } = world.region('us-east-1').secretsManager.get(primary.masterSecret?.arn ?? '');
    return (JSON.parse(value) as { password: string }).password;
  };

  test('opens the restored cluster when it is reset, and the snapshot’s does until then', async () => {
    const [own, old] = [secretWith('own', 'own-password'), secretWith('old', snapshotPassword())];
    const cluster = await restoreWithWriter(world, snapshotArn);
    await rdsCall(world, WEST, 'EnableHttpEndpoint', { ResourceArn: cluster.arn });
    await passSeconds(60);
    await rdsCall(world, WEST, 'ModifyDBCluster', {
      DBClusterIdentifier: 'restored',
      MasterUserPassword: 'own-password',
    });
    expect(await describeRestored(world)).toMatchObject({ Status: 'resetting-master-credentials' });
    await sql(world, cluster, 'SELECT 1', { secretArn: old });
    await passSeconds(60);
    expect(await describeRestored(world)).toMatchObject({ Status: 'available', MasterUserSecret: undefined });
    await sql(world, cluster, 'SELECT 1', { secretArn: own });
    await expect(sql(world, cluster, 'SELECT 1', { secretArn: old })).rejects.toThrow(
      'FATAL: password authentication failed for user "postgres"; SQLState: 28P01',
    );
  });

  test('takes the place of a managed one, which goes', async () => {
    await restoreWithWriter(world, snapshotArn);
    await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', ManageMasterUserPassword: true });
    await passSeconds(60);
    const { SecretArn = '' } = (await describeRestored(world)).MasterUserSecret ?? {};
    await rdsCall(world, WEST, 'ModifyDBCluster', {
      DBClusterIdentifier: 'restored',
      ManageMasterUserPassword: false,
      MasterUserPassword: 'own-password',
    });
    expect((await describeRestored(world)).MasterUserSecret).toBeUndefined();
    expect(world.region(WEST).secretsManager.find(SecretArn)).toBeUndefined();
  });

  test.each([
    ['beside a managed one that is asked for', { ManageMasterUserPassword: true, MasterUserPassword: 'own-password' }],
    ['beside a managed one that is there', { MasterUserPassword: 'own-password' }],
    ['nothing in place of a managed one', { ManageMasterUserPassword: false }],
  ])('is refused: %s', async (_, input) => {
    await restoreWithWriter(world, snapshotArn);
    await rdsCall(world, WEST, 'ModifyDBCluster', { DBClusterIdentifier: 'restored', ManageMasterUserPassword: true });
    await passSeconds(60);
    const error = await refusal('ModifyDBCluster', { DBClusterIdentifier: 'restored', ...input });
    expect(error.code).toBe('InvalidParameterCombination');
  });

  test('is refused with other characters or another length than RDS takes, and is not in the refusal', async () => {
    await restoreWithWriter(world, snapshotArn);
    for (const MasterUserPassword of ['short', 'with/slash', 'with it', 'with"quote', 'with@sign', 'x'.repeat(42)]) {
      const error = await refusal('ModifyDBCluster', { DBClusterIdentifier: 'restored', MasterUserPassword });
      expect(error).toMatchObject({ code: 'InvalidParameterValue' });
      expect(error.message).not.toContain(MasterUserPassword);
    }
  });
});
