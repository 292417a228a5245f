import type { Cluster } from '../../../../simulator/services/rds/model';
import { providers } from '../../../../simulator/services/backup/providers';
import {
  type AuroraWorld,
  auroraWorld,
  closeWorld,
  numbersIn,
  primaryCluster,
  rdsCall,
  sql,
} from '../../support/aurora-world';
import { awsErrorOf, callService, providerRequest } from '../../support/fake-world';

const ROLE = 'arn:aws:iam::111111111111:role/backup';
const BREAK_GLASS = 'arn:aws:iam::111111111111:role/break-glass';
const STANDBY_VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';
const HOUR = 3_600_000;

const HOURLY = {
  RuleName: 'hourly',
  TargetBackupVault: 'primary',
  ScheduleExpression: 'cron(0 0-2,4-23 * * ? *)',
  StartWindowMinutes: 60,
  CompletionWindowMinutes: 360,
  EnableContinuousBackup: true,
  Lifecycle: { DeleteAfterDays: 5 },
  CopyActions: [{ DestinationBackupVaultArn: STANDBY_VAULT, Lifecycle: { DeleteAfterDays: 1 } }],
};
const DAILY = {
  ...HOURLY,
  RuleName: 'daily',
  ScheduleExpression: 'cron(0 3 * * ? *)',
  EnableContinuousBackup: false,
  Lifecycle: { DeleteAfterDays: 90 },
  CopyActions: [{ DestinationBackupVaultArn: STANDBY_VAULT, Lifecycle: { DeleteAfterDays: 35 } }],
};
const ONLY_BREAK_GLASS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: ['backup:DeleteRecoveryPoint', 'backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVault'],
      Resource: '*',
      Condition: { ArnNotEquals: { 'aws:PrincipalArn': BREAK_GLASS } },
    },
  ],
};

let world: AuroraWorld;
let cluster: Cluster;

beforeEach(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
});
afterEach(() => closeWorld(world));

const create = async (region: string, type: string, properties: Record<string, unknown>) =>
  providerOf(type).create(providerRequest(world.region(region), 'Resource', properties));

function providerOf(type: string) {
  const provider = providers.find((candidate) => candidate.type === type);
  if (provider === undefined) throw new Error(`no provider for ${type}`);
  return provider;
}

const vault = async (region: string, BackupVaultName: string, more: object = {}) =>
  create(region, 'AWS::Backup::BackupVault', {
    BackupVaultName,
    EncryptionKeyArn: world.region(region).kms.createKey({}).arn,
    ...more,
  });

async function plan(rules: readonly object[] = [HOURLY, DAILY], standby: object = {}, tag = 'true'): Promise<void> {
  await vault('us-east-1', 'primary');
  await vault('us-west-2', 'standby', standby);
  const { physicalId } = await create('us-east-1', 'AWS::Backup::BackupPlan', {
    BackupPlan: { BackupPlanName: 'plan', BackupPlanRule: rules },
  });
  cluster.tags = { 'backup:automated': tag };
  await create('us-east-1', 'AWS::Backup::BackupSelection', {
    BackupPlanId: physicalId,
    BackupSelection: {
      SelectionName: 'clusters',
      IamRoleArn: ROLE,
      Resources: ['arn:aws:rds:us-east-1:111111111111:cluster:*'],
      Conditions: {
        StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup:automated', ConditionValue: 'true' }],
      },
    },
  });
}

const call = <Output = Record<string, unknown>>(region: string, operation: string, input: object) =>
  callService<Output>(world, { region, service: 'backup', operation, input });
const list = async (region: string, BackupVaultName: string) =>
  (
    await call<{ RecoveryPoints: { RecoveryPointArn: string; Status: string }[] }>(
      region,
      'ListRecoveryPointsByBackupVault',
      { BackupVaultName },
    )
  ).RecoveryPoints;
const refusalOf = (work: Promise<unknown>) => awsErrorOf(world, work);

async function until(condition: () => boolean): Promise<void> {
  expect(await world.scheduler.run(condition, world.scheduler.now() + 48 * HOUR)).toBe('done');
}
const after = (hours: number) => world.scheduler.run(() => false, world.scheduler.now() + hours * HOUR);
const standbyPoints = () => world.region('us-west-2').backup.recoveryPoints();
const copies = () => [...world.region('us-east-1').backup.copyJobs.all.values()];
const backups = () => [...world.region('us-east-1').backup.backupJobs.all.values()];
const copied = (count: number) => until(() => copies().filter(({ state }) => state === 'COMPLETED').length >= count);

describe('a rule with continuous backup and a copy', () => {
  test('keeps one continuous recovery point in the primary vault, and copies snapshots that go away', async () => {
    await plan();
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    await copied(2);
    expect(await list('us-east-1', 'primary')).toEqual([
      expect.objectContaining({
        RecoveryPointArn: expect.stringMatching(
          new RegExp(`^arn:aws:backup:us-east-1:111111111111:recovery-point:continuous:${cluster.resourceId}-`),
        ),
        Status: 'AVAILABLE',
      }),
    ]);
    expect(world.region('us-east-1').rds.snapshots.all.size).toBe(0);
    expect(standbyPoints()).toHaveLength(2);
  });

  test('copies the rows that were there when its backup began, with that as the creation date', async () => {
    await plan();
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    await until(() => backups().some(({ state }) => state === 'RUNNING'));
    await sql(world, cluster, 'INSERT INTO numbers VALUES (2)');
    await copied(1);
    const [copy] = standbyPoints();
    expect(copy?.createdAt).toEqual(backups()[0]?.startedAt);
    await rdsCall(world, 'us-west-2', 'RestoreDBClusterFromSnapshot', {
      DBClusterIdentifier: 'restored',
      SnapshotIdentifier: copy?.arn,
      Engine: 'aurora-postgresql',
      EngineVersion: '17.9',
    });
    const restored = world.region('us-west-2').rds.cluster('restored');
    await world.scheduler.runToEnd(restored.settled);
    expect(await numbersIn(restored)).toEqual([1]);
  });

  test('shows the continuous recovery point in its jobs, which cannot be copied or restored from elsewhere', async () => {
    await plan();
    await copied(1);
    const [point] = await list('us-east-1', 'primary');
    const { BackupJobs } = await call<{ BackupJobs: { RecoveryPointArn: string; BackupJobId: string }[] }>(
      'us-east-1',
      'ListBackupJobs',
      {},
    );
    const { CopyJobs } = await call<{ CopyJobs: Record<string, string>[] }>('us-east-1', 'ListCopyJobs', {});
    expect(BackupJobs[0]?.RecoveryPointArn).toBe(point?.RecoveryPointArn);
    expect(CopyJobs[0]).toMatchObject({
      SourceRecoveryPointArn: point?.RecoveryPointArn,
      CreatedByBackupJobId: BackupJobs.at(-1)?.BackupJobId,
    });
    const copy = {
      RecoveryPointArn: point?.RecoveryPointArn,
      SourceBackupVaultName: 'primary',
      DestinationBackupVaultArn: STANDBY_VAULT,
      IamRoleArn: ROLE,
    };
    expect((await refusalOf(call('us-east-1', 'StartCopyJob', copy))).message).toMatch(/continuous backups can't/);
  });

  test('takes over how long the cluster can be put back', async () => {
    await plan();
    expect(cluster.backupRetentionPeriod).not.toBe(5);
    await copied(1);
    expect(cluster.backupRetentionPeriod).toBe(5);
  });

  test('leaves an expired recovery point where its role may not delete the snapshot', async () => {
    world.refused.add('rds:DeleteDBClusterSnapshot');
    await plan();
    await copied(1);
    await until(() => world.region('us-east-1').backup.recoveryPoints().length > 0);
    expect(world.region('us-east-1').backup.recoveryPoints()).toMatchObject([{ status: 'EXPIRED' }]);
  });

  test('removes the snapshot of a copy that failed as well', async () => {
    await plan();
    world.region('us-east-1').backup.failNext({ kind: 'copy', message: 'no' });
    await until(() => copies().some(({ state }) => state === 'FAILED'));
    await after(0.1);
    expect(world.region('us-east-1').rds.snapshots.all.size).toBe(0);
  });

  test('is kept for 1 to 35 days', async () => {
    const refusal = await refusalOf(plan([{ ...HOURLY, Lifecycle: { DeleteAfterDays: 90 } }]));
    expect(refusal.message).toMatch(/rule hourly: a continuous backup is kept for 1 to 35 days/);
  });
});

test('the daily rule takes the hour that the hourly one leaves out, and what it makes is kept', async () => {
  await plan();
  await until(() => backups().filter(({ state }) => state === 'COMPLETED').length >= 24);
  const hours = backups().map(({ createdAt, createdBy }) => `${createdAt.getUTCHours()} ${createdBy?.BackupRuleName}`);
  expect(new Set(hours).size).toBe(24);
  expect(hours.filter((hour) => hour.endsWith('daily'))).toEqual(['3 daily']);
  const kept = world.region('us-east-1').backup.recoveryPoints();
  expect(kept).toMatchObject([{ lifecycle: { DeleteAfterDays: 90 }, createdBy: { BackupRuleName: 'daily' } }]);
});

test.each([
  ['rules whose start windows overlap', [{ ...HOURLY, ScheduleExpression: 'cron(0 * * * ? *)' }, DAILY], /overlap/],
  [
    'two rules with continuous backup',
    [HOURLY, { ...DAILY, EnableContinuousBackup: true, Lifecycle: { DeleteAfterDays: 9 } }],
    /more than one rule/,
  ],
])('%s are not modelled, by name', async (_, rules, message) => {
  const refusal = await refusalOf(plan(rules));
  expect(refusal.code).toBe('NotModelled');
  expect(refusal.message).toMatch(message);
});

test('a cluster of that name without the tag is not backed up', async () => {
  await plan([HOURLY, DAILY], {}, 'false');
  await after(3);
  expect(backups()).toEqual([]);
});

describe('a vault whose policy denies deletion to all but one role', () => {
  const deletion = async () => ({ BackupVaultName: 'standby', RecoveryPointArn: standbyPoints()[0]?.arn });

  beforeEach(async () => {
    await plan([HOURLY, DAILY], { AccessPolicy: ONLY_BREAK_GLASS });
    await copied(1);
  });

  test('refuses an administrator, and lets that role', async () => {
    const input = await deletion();
    const refusal = await refusalOf(call('us-west-2', 'DeleteRecoveryPoint', input));
    expect(refusal).toMatchObject({ code: 'AccessDeniedException' });
    expect(refusal.message).toMatch(/backup:DeleteRecoveryPoint .* with an explicit deny in a resource-based policy/);
    const caller = { kind: 'role', roleArn: BREAK_GLASS, sessionName: 'somebody' } as const;
    await callService(world, {
      region: 'us-west-2',
      service: 'backup',
      operation: 'DeleteRecoveryPoint',
      input,
      caller,
    });
    expect(standbyPoints()).toEqual([]);
  });

  test('lets its recovery points expire', async () => {
    const [first] = standbyPoints();
    await after(25);
    expect(standbyPoints().some(({ arn }) => arn === first?.arn)).toBe(false);
  });

  test('keeps its policy against a deployment, and itself', async () => {
    const provider = providerOf('AWS::Backup::BackupVault');
    const properties = { BackupVaultName: 'standby', AccessPolicy: ONLY_BREAK_GLASS };
    const request = providerRequest(world.region('us-west-2'), 'Resource', { ...properties, AccessPolicy: undefined });
    const existing = { ...request, physicalId: 'standby', previousProperties: properties };
    await expect(async () => provider.delete(existing)).rejects.toThrow(/DeleteBackupVault .* explicit deny/);
    const loosened = { ...ONLY_BREAK_GLASS, Statement: [] };
    const changed = { ...existing, properties: { ...properties, AccessPolicy: loosened } };
    await expect(async () => provider.update?.(changed)).rejects.toThrow(/PutBackupVaultAccessPolicy .* explicit deny/);
  });
});

test('a copy whose retention the lock of its vault does not allow fails, and says so', async () => {
  await plan([HOURLY, DAILY], { LockConfiguration: { MinRetentionDays: 2 } });
  await until(() => copies().some(({ state }) => state === 'FAILED'));
  expect(copies()[0]?.statusMessage).toMatch(/do not comply with the lock of the backup vault standby/);
});
