import { providers } from '../../../../simulator/services/backup/providers';
import { type AuroraWorld, auroraWorld, closeWorld, primaryCluster } from '../../support/aurora-world';
import { callService, providerRequest } from '../../support/fake-world';

const ROLE = 'arn:aws:iam::111111111111:role/backup';
const STANDBY_VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';
const DAY = 86_400_000;

let world: AuroraWorld;
let cluster: Awaited<ReturnType<typeof primaryCluster>>;

beforeEach(async () => {
  world = auroraWorld();
  await vault('us-east-1', 'primary');
  await vault('us-west-2', 'standby');
  cluster = await primaryCluster(world);
  await startBackup();
  await until(() => firstPoint()?.status === 'COMPLETED');
});

afterEach(() => closeWorld(world));

test('copies of one cluster queue one behind the other', async () => {
  for (let count = 0; count < 3; count += 1) await startCopy();
  const states = () => copies().map(({ state }) => state);
  await until(() => copies()[0]?.state === 'RUNNING');
  expect(states()).toEqual(['RUNNING', 'CREATED', 'CREATED']);
  await until(() => copies()[0]?.state === 'COMPLETED');
  await world.scheduler.runUntil(world.scheduler.now() + 1000);
  expect(states()).toEqual(['COMPLETED', 'RUNNING', 'CREATED']);
  await until(() => copies()[2]?.state === 'COMPLETED');
  const ends = copies().map((job) => job.completedAt?.getTime() ?? 0);
  expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBeGreaterThan(1400 * 1000);
  expect((ends[2] ?? 0) - (ends[1] ?? 0)).toBeGreaterThan(1400 * 1000);
});

test('a backup of a cluster waits for the copy that is at work, and the copies behind it for the backup', async () => {
  const backup = () => [...primary().backupJobs.all.values()][1];
  const states = () => [copies()[0]?.state, backup()?.state, copies()[1]?.state];
  await startCopy();
  await startBackup();
  await world.scheduler.runUntil(world.scheduler.now() + 10 * 60_000);
  expect(states()).toEqual(['RUNNING', 'CREATED', undefined]);
  await startCopy();
  await until(() => copies()[0]?.state === 'COMPLETED');
  await world.scheduler.runUntil(world.scheduler.now() + 1000);
  expect(states()).toEqual(['COMPLETED', 'RUNNING', 'CREATED']);
  await until(() => backup()?.state === 'COMPLETED');
  expect(copies()[1]?.state).toBe('CREATED');
  await until(() => copies()[1]?.state === 'COMPLETED');
});

test('a region takes five copies of the account at a time: a sixth waits in CREATED, and keeps no backup waiting', async () => {
  // Those of five other databases of the account.
  const { copySlots } = world.region('us-west-2').backup;
  const ends = await Promise.all(Array.from({ length: 5 }, () => copySlots.take()));
  await startCopy();
  await startBackup();
  await world.scheduler.runUntil(world.scheduler.now() + DAY);
  expect(copies()[0]?.state).toBe('CREATED');
  expect([...primary().backupJobs.all.values()][1]?.state).toBe('COMPLETED');
  ends[0]?.();
  await until(() => copies()[0]?.state === 'COMPLETED');

  // It leaves its place to the next.
  expect(await copySlots.take()).toBeDefined();
});

const primary = () => world.region('us-east-1').backup;
const copies = () => [...primary().copyJobs.all.values()];
const firstPoint = () => primary().recoveryPoints()[0];

async function startBackup(): Promise<void> {
  await backup('StartBackupJob', { BackupVaultName: 'primary', ResourceArn: cluster.arn, IamRoleArn: ROLE });
}

async function startCopy(): Promise<void> {
  await backup('StartCopyJob', {
    RecoveryPointArn: firstPoint()?.arn,
    SourceBackupVaultName: 'primary',
    DestinationBackupVaultArn: STANDBY_VAULT,
    IamRoleArn: ROLE,
  });
}

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
