import { providers } from '../../../../simulator/services/backup/providers';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster } from '../../support/aurora-world';
import { callService, providerRequest } from '../../support/fake-world';

const ROLE = 'arn:aws:iam::111111111111:role/backup';
const STANDBY_VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';
const DAY = 86_400_000;

let world: AuroraWorld;

beforeEach(() => {
  world = auroraWorld();
});

afterEach(() => closeWorld(world));

test('a region takes five copies of the account at a time: a sixth waits in CREATED for the first that ends', async () => {
  await vault('us-east-1', 'primary');
  await vault('us-west-2', 'standby');
  const cluster = await primaryCluster(world);
  const { copyJobs } = world.region('us-east-1').backup;
  await backup('StartBackupJob', { BackupVaultName: 'primary', ResourceArn: cluster.arn, IamRoleArn: ROLE });
  const point = () => world.region('us-east-1').backup.recoveryPoints()[0];
  await until(() => point()?.status === 'COMPLETED');

  // Those of five other databases of the account.
  const { copySlots } = world.region('us-west-2').backup;
  const ends = await Promise.all(Array.from({ length: 5 }, () => copySlots.take()));
  await backup('StartCopyJob', {
    RecoveryPointArn: point()?.arn,
    SourceBackupVaultName: 'primary',
    DestinationBackupVaultArn: STANDBY_VAULT,
    IamRoleArn: ROLE,
  });
  const [job] = [...copyJobs.all.values()];
  await world.scheduler.runUntil(world.scheduler.now() + DAY);
  expect(job?.state).toBe('CREATED');
  ends[0]?.();
  await until(() => job?.state === 'COMPLETED');

  // It leaves its place to the next.
  expect(await copySlots.take()).toBeDefined();
});

async function vault(region: string, name: string): Promise<void> {
  const provider = providers.find(({ type }) => type === 'AWS::Backup::BackupVault');
  const EncryptionKeyArn = world.region(region).kms.createKey({}).arn;
  const request = providerRequest(world.region(region), 'Vault', { BackupVaultName: name, EncryptionKeyArn });
  await provider?.create(request);
}

function backup(operation: string, input: object) {
  return callService(world, { region: 'us-east-1', service: 'backup', operation, input });
}

async function until(condition: () => boolean): Promise<void> {
  expect(await world.scheduler.run(condition, world.scheduler.now() + 2 * DAY)).toBe('done');
}
