import type { Cluster } from '../../../../simulator/services/rds/model';
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
import { providers } from '../../../../simulator/services/backup/providers';

const ROLE = 'arn:aws:iam::111111111111:role/backup';
const STANDBY_VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';
const HOUR = 3_600_000;

let world: AuroraWorld;
let cluster: Cluster;

beforeEach(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
  await plan();
});

afterEach(() => closeWorld(world));

/** Vaults in both regions, and an hourly plan with a copy, as the templates have them. */
async function plan(): Promise<void> {
  const east = world.region('us-east-1');
  const west = world.region('us-west-2');
  await create('us-east-1', 'AWS::Backup::BackupVault', {
    BackupVaultName: 'primary',
    EncryptionKeyArn: east.kms.createKey({}).arn,
  });
  await create('us-west-2', 'AWS::Backup::BackupVault', {
    BackupVaultName: 'standby',
    EncryptionKeyArn: west.kms.createKey({}).arn,
  });
  const { physicalId } = await create('us-east-1', 'AWS::Backup::BackupPlan', {
    BackupPlan: {
      BackupPlanName: 'hourly',
      BackupPlanRule: [
        {
          RuleName: 'snapshot-and-copy',
          TargetBackupVault: 'primary',
          ScheduleExpression: 'cron(0 * * * ? *)',
          StartWindowMinutes: 60,
          CompletionWindowMinutes: 360,
          Lifecycle: { DeleteAfterDays: 7 },
          CopyActions: [{ DestinationBackupVaultArn: STANDBY_VAULT, Lifecycle: { DeleteAfterDays: 1 } }],
        },
      ],
    },
  });
  await create('us-east-1', 'AWS::Backup::BackupSelection', {
    BackupPlanId: physicalId,
    BackupSelection: { SelectionName: 'cluster', IamRoleArn: ROLE, Resources: [cluster.arn] },
  });
}

function create(region: string, type: string, properties: Record<string, unknown>) {
  const provider = providers.find((candidate) => candidate.type === type);
  if (provider === undefined) throw new Error(`no provider for ${type}`);
  return Promise.resolve(provider.create(providerRequest(world.region(region), 'Resource', properties)));
}

function backup<Output = Record<string, unknown>>(region: string, operation: string, input: object) {
  return callService<Output>(world, { region, service: 'backup', operation, input });
}

async function until(condition: () => boolean): Promise<void> {
  expect(await world.scheduler.run(condition, world.scheduler.now() + 48 * HOUR)).toBe('done');
}

const standbyPoints = () => world.region('us-west-2').backup.recoveryPoints();
const primaryPoints = () => world.region('us-east-1').backup.recoveryPoints();
const completed = (points: readonly { readonly status: string }[]) =>
  points.filter(({ status }) => status === 'COMPLETED').length;

test('a recovery point holds the rows that were committed before its job started, in both vaults', async () => {
  await sql(world, cluster, 'INSERT INTO numbers SELECT generate_series(1, 3)');
  await until(() => primaryPoints().length === 1);
  await sql(world, cluster, 'INSERT INTO numbers VALUES (4)');
  await until(() => completed(standbyPoints()) === 1);

  const [copy] = standbyPoints();
  const [source] = primaryPoints();
  expect(copy?.createdAt).toEqual(source?.createdAt);
  expect(copy?.snapshot.cutAtMs).toBe(copy?.createdAt.getTime());
  expect(copy?.completedAt?.getTime()).toBeGreaterThan(source?.completedAt?.getTime() ?? Number.POSITIVE_INFINITY);
  expect(copy?.arn).toMatch(/^arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-[0-9a-f-]{36}$/);
  expect(source?.arn).toMatch(/^arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-[0-9a-f-]{36}$/);

  await rdsCall(world, 'us-west-2', 'RestoreDBClusterFromSnapshot', {
    DBClusterIdentifier: 'restored',
    SnapshotIdentifier: copy?.arn,
    Engine: 'aurora-postgresql',
    EngineVersion: '17.9',
  });
  const restored = world.region('us-west-2').rds.cluster('restored');
  await world.scheduler.runToEnd(restored.settled);
  expect(await numbersIn(restored)).toEqual([1, 2, 3]);
  expect(await numbersIn(cluster)).toEqual([1, 2, 3, 4]);
});

test('a recovery point in the vault goes from CREATING to COMPLETED, encrypted with the key of its vault', async () => {
  await until(() => standbyPoints().length === 1);
  const list = () =>
    backup<{ RecoveryPoints: Record<string, unknown>[] }>('us-west-2', 'ListRecoveryPointsByBackupVault', {
      BackupVaultName: 'standby',
    });
  const key = world.region('us-west-2').backup.vaults.get('standby').kmsKeyArn;
  expect((await list()).RecoveryPoints).toMatchObject([
    {
      Status: 'CREATING',
      EncryptionKeyArn: key,
      ResourceArn: cluster.arn,
      ResourceType: 'Aurora',
      CompletionDate: undefined,
    },
  ]);
  const snapshot = {
    DBClusterIdentifier: 'early',
    SnapshotIdentifier: standbyPoints()[0]?.arn,
    Engine: 'aurora-postgresql',
    EngineVersion: '17.9',
  };
  const early = awsErrorOf(
    world,
    callService(world, {
      region: 'us-west-2',
      service: 'rds',
      operation: 'RestoreDBClusterFromSnapshot',
      input: snapshot,
    }),
  );
  expect((await early).code).toBe('InvalidDBClusterSnapshotStateFault');
  await until(() => completed(standbyPoints()) === 1);
  expect((await list()).RecoveryPoints).toMatchObject([
    { Status: 'COMPLETED', CompletionDate: new Date(world.scheduler.now()) },
  ]);
});

test('while the source region is dark no copy gets on and no job starts; afterwards the copy completes', async () => {
  await until(() => standbyPoints().length === 1);
  world.dark.add('us-east-1');
  await world.scheduler.runUntil(world.scheduler.now() + 5 * HOUR);
  expect(standbyPoints().map(({ status }) => status)).toEqual(['CREATING']);
  expect(world.region('us-east-1').backup.backupJobs.all.size).toBe(1);
  expect(
    world.published
      .filter(({ region }) => region === 'us-east-1')
      .map(({ event }) => (event.detail as { state: string }).state),
  ).not.toContain('FAILED');
  world.dark.delete('us-east-1');
  await until(() => completed(standbyPoints()) === 1);
});

test('a list filters, pages without losing one, and comes in no order of time', async () => {
  await until(() => completed(standbyPoints()) === 4);
  const first = standbyPoints()[0]?.createdAt ?? new Date(0);
  type Page = { RecoveryPoints: { RecoveryPointArn: string; CreationDate: Date }[]; NextToken?: string };
  const seen: Page['RecoveryPoints'] = [];
  let token: string | undefined;
  do {
    const page = await backup<Page>('us-west-2', 'ListRecoveryPointsByBackupVault', {
      BackupVaultName: 'standby',
      MaxResults: 2,
      NextToken: token,
    });
    seen.push(...page.RecoveryPoints);
    token = page.NextToken;
  } while (token !== undefined);
  expect(new Set(seen.map((point) => point.RecoveryPointArn))).toEqual(
    new Set(standbyPoints().map((point) => point.arn)),
  );
  const times = seen.map((point) => point.CreationDate.getTime());
  expect(times).not.toEqual([...times].sort((a, b) => a - b));
  expect(times).not.toEqual([...times].sort((a, b) => b - a));

  const later = await backup<Page>('us-west-2', 'ListRecoveryPointsByBackupVault', {
    BackupVaultName: 'standby',
    ByCreatedAfter: first,
  });
  expect(later.RecoveryPoints).toHaveLength(standbyPoints().length - 1);
  const other = await backup<Page>('us-west-2', 'ListRecoveryPointsByBackupVault', {
    BackupVaultName: 'standby',
    ByResourceArn: `${cluster.arn}-other`,
  });
  expect(other.RecoveryPoints).toEqual([]);
});

test('a retention that ends removes the recovery point and its snapshot', async () => {
  await until(() => completed(standbyPoints()) === 1);
  const { plans } = world.region('us-east-1').backup;
  for (const id of plans.all.keys()) plans.remove(id);
  const [copy] = standbyPoints();
  const deleteAt = (copy?.createdAt.getTime() ?? 0) + 24 * HOUR;
  await world.scheduler.runUntil(deleteAt - 1000);
  expect(standbyPoints().map(({ arn }) => arn)).toContain(copy?.arn);
  await world.scheduler.runUntil(deleteAt + 1000);
  expect(standbyPoints().map(({ arn }) => arn)).not.toContain(copy?.arn);
  expect(world.region('us-west-2').rds.snapshots.find(copy?.arn ?? '')).toBeUndefined();
  expect(primaryPoints()[0]?.createdAt).toEqual(copy?.createdAt);
});

test('a copy into a vault with the default key of AWS Backup fails, and says why', async () => {
  world.region('us-west-2').backup.vaults.create({ name: 'default-key' });
  await until(() => completed(primaryPoints()) === 1);
  const { CopyJobId } = await backup<{ CopyJobId: string }>('us-east-1', 'StartCopyJob', {
    RecoveryPointArn: primaryPoints()[0]?.arn,
    SourceBackupVaultName: 'primary',
    DestinationBackupVaultArn: STANDBY_VAULT.replace('standby', 'default-key'),
    IamRoleArn: ROLE,
  });
  const job = () => world.region('us-east-1').backup.copyJobs.all.get(CopyJobId);
  await until(() => job()?.state === 'FAILED');
  expect(job()?.statusMessage).toContain('customer managed key');
});

test.each([
  ['backupJobs', 'rds:CreateDBClusterSnapshot', () => primaryPoints()],
  ['copyJobs', 'backup:CopyFromBackupVault', () => standbyPoints()],
  ['copyJobs', 'backup:CopyIntoBackupVault', () => standbyPoints()],
] as const)('%s: a role without %s fails the job, which names it', async (kind, action, made) => {
  world.refused.add(action);
  const jobs = world.region('us-east-1').backup[kind].all;
  await until(() => [...jobs.values()][0]?.state === 'FAILED');
  expect([...jobs.values()][0]?.statusMessage).toContain(action);
  expect(made()).toEqual([]);
});

test('a job that cannot start within its start window expires', async () => {
  cluster.status = 'modifying';
  const jobs = world.region('us-east-1').backup.backupJobs.all;
  await until(() => [...jobs.values()][0]?.state === 'EXPIRED');
  const [job] = [...jobs.values()];
  expect(job?.completedAt?.getTime()).toBeGreaterThan(job?.startBy.getTime() ?? Number.POSITIVE_INFINITY);
});

test('jobs are told to EventBridge and CloudWatch every five minutes, in the source region', async () => {
  await until(() => completed(standbyPoints()) === 1);
  await world.scheduler.runUntil(world.scheduler.now() + 300_000);
  const told = world.published.filter(({ event }) => event.source === 'aws.backup');
  expect(told.filter(({ at }) => !at.endsWith(':00.000Z'))).toEqual([]);
  expect(new Set(told.map(({ region }) => region))).toEqual(new Set(['us-east-1']));
  const states = (type: string) =>
    told
      .filter(({ event }) => event['detail-type'] === type)
      .map(({ event }) => (event.detail as { state: string }).state);
  expect(states('Backup Job State Change').slice(0, 3)).toEqual(['CREATED', 'RUNNING', 'COMPLETED']);
  expect(states('Copy Job State Change').slice(0, 3)).toEqual(['CREATED', 'RUNNING', 'COMPLETED']);
  const copyDone = told.find(
    ({ event }) =>
      event['detail-type'] === 'Copy Job State Change' && (event.detail as { state: string }).state === 'COMPLETED',
  );
  expect(copyDone?.event.detail).toMatchObject({
    destinationRecoveryPointArn: standbyPoints()[0]?.arn,
    resourceType: 'Aurora',
    resourceArn: cluster.arn,
  });
  expect(world.metrics).toContainEqual(
    expect.objectContaining({
      region: 'us-east-1',
      name: 'NumberOfCopyJobsCompleted',
      dimensions: { BackupVaultName: 'standby' },
    }),
  );
});

test('a recovery point whose snapshot is lost is still listed and cannot be restored', async () => {
  await until(() => completed(standbyPoints()) === 1);
  const [copy] = standbyPoints();
  const { backup: west } = world.region('us-west-2');
  await west.loseSnapshot(copy?.arn ?? '');
  expect(standbyPoints()).toHaveLength(1);
  const input = { DBClusterIdentifier: 'lost', SnapshotIdentifier: copy?.arn, Engine: 'aurora-postgresql' };
  const error = await awsErrorOf(
    world,
    callService(world, { region: 'us-west-2', service: 'rds', operation: 'RestoreDBClusterFromSnapshot', input }),
  );
  expect(error.code).toBe('DBClusterSnapshotNotFoundFault');
});
