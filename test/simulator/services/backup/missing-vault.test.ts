import { auroraWorld, type AuroraWorld, closeWorld } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

const ROLE = 'arn:aws:iam::111111111111:role/backup';
const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:c';
const STANDBY_VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';

let world: AuroraWorld;
beforeEach(() => {
  world = auroraWorld();
  world.region('us-east-1').backup.vaults.create({ name: 'primary' });
});
afterEach(() => closeWorld(world));

const backup = <Output>(operation: string, input: object) =>
  callService<Output>(world, { region: 'us-east-1', service: 'backup', operation, input });

test('a vault that is not there is answered as to a caller who may not read it, by every call that names one', async () => {
  const named = { BackupVaultName: 'absent' };
  const point = { RecoveryPointArn: 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1' };
  const calls = {
    DescribeBackupVault: named,
    DeleteBackupVaultAccessPolicy: named,
    ListRecoveryPointsByBackupVault: named,
    DescribeRecoveryPoint: { ...named, ...point },
    DeleteRecoveryPoint: { ...named, ...point },
    StartBackupJob: { ...named, ResourceArn: CLUSTER, IamRoleArn: ROLE },
    StartCopyJob: {
      ...point,
      SourceBackupVaultName: 'absent',
      DestinationBackupVaultArn: STANDBY_VAULT,
      IamRoleArn: ROLE,
    },
  };
  for (const [operation, input] of Object.entries(calls)) {
    expect([operation, await awsErrorOf(world, backup(operation, input))]).toEqual([
      operation,
      expect.objectContaining({
        code: 'AccessDeniedException',
        message: 'Insufficient privileges to perform this action.',
        status: 403,
      }),
    ]);
  }
  const missing = { BackupVaultName: 'primary', ...point };
  const error = await awsErrorOf(world, backup('DescribeRecoveryPoint', missing));
  expect(error.code).toBe('ResourceNotFoundException');
  const { BackupVaultList } = await backup<{ BackupVaultList: { BackupVaultName: string }[] }>('ListBackupVaults', {});
  expect(BackupVaultList.map(({ BackupVaultName }) => BackupVaultName)).toEqual(['primary']);
});
