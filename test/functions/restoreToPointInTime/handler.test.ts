import type { Repairs } from '../../../functions/restoreToPointInTime/aws';
import { build } from '../../../functions/restoreToPointInTime/handler';
import { TAG } from '../../../functions/shared/names';
import type { ClusterFact, InstanceFact } from '../../../functions/shared/rds-facts';
import type { RecoveryPoint } from '../../../functions/shared/recovery-points';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';

const CLUSTER_ARN = 'arn:aws:rds:us-east-1:111111111111:cluster:shop-primary';
const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:shop/database-abcdef';

setEnvironment({
  WORKLOAD_NAME: 'shop',
  PRIMARY_REGION: 'us-east-1',
  CLUSTER_IDENTIFIER: 'shop-primary',
  CLUSTER_ARN,
  VAULT_NAME: 'shop-primary',
  MINIMUM_LIFETIME_MINUTES: '60',
  MASTER_SECRET_ID: 'shop/database',
  READER_SECRET_ID: 'shop/reader',
  DATABASE_NAME: 'app',
  SECURITY_GROUP_PARAMETER: '/shop/primary/repair-security-group-id',
  LOCK_TABLE_NAME: 'shop-lock',
  TAGS: '{"team": "shop"}',
});

const minutesAgo = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const POINT: RecoveryPoint = {
  arn: 'arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-1',
  resourceArn: CLUSTER_ARN,
  status: 'COMPLETED',
  createdAtMs: NOW - 3000 * 60_000,
  completedAtMs: NOW - 2990 * 60_000,
  deleteAtMs: undefined,
  sizeBytes: 1,
  encryptionKeyArn: undefined,
};

/** What was asked of RDS, and what it shows. */
class FakeRepairs implements Repairs {
  readonly calls: unknown[][] = [];
  readonly statements: string[] = [];
  /** With what the database answers. */
  refusal: Error | undefined;
  writer: InstanceFact | undefined;
  shown: ClusterFact[] = [];
  points: RecoveryPoint[] = [];
  closedGroup: string | undefined = 'sg-closed';
  suspended: Awaited<ReturnType<Repairs['suspension']>> = undefined;
  isThere = true;

  suspension = async () => this.suspended;
  live = async () =>
    this.isThere
      ? {
          arn: CLUSTER_ARN,
          resourceId: 'cluster-ABC',
          earliest: minutesAgo(1440),
          latest: minutesAgo(5),
          subnetGroup: 'shop-subnets',
          parameterGroup: 'shop-parameters',
          securityGroupIds: ['sg-live'],
          kmsKeyArn: 'arn:key',
          port: 5432,
          storageType: 'aurora',
          scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
        }
      : undefined;
  clusters = async (prefix: string) => this.shown.filter(({ identifier }) => identifier.startsWith(prefix));
  instance = async () => this.writer;
  zones = async () => [];
  securityGroupId = async () => this.closedGroup;
  recoveryPoint = async (_: string, arn: string) => this.points.find((point) => point.arn === arn);
  recoveryPoints =
    () =>
    async ({ afterMs, beforeMs = Infinity }: { afterMs: number; beforeMs: number | undefined }) => ({
      points: this.points.filter(({ createdAtMs = 0 }) => createdAtMs > afterMs && createdAtMs < beforeMs),
      isWhole: true,
    });
  restoreToTime: Repairs['restoreToTime'] = async (...words) => void this.calls.push(['restoreToTime', ...words]);
  restoreSnapshot: Repairs['restoreSnapshot'] = async (...words) => void this.calls.push(['restoreSnapshot', ...words]);
  createWriter: Repairs['createWriter'] = async (...words) => void this.calls.push(['createWriter', ...words]);
  enableDataApi: Repairs['enableDataApi'] = async (...words) => void this.calls.push(['enableDataApi', ...words]);
  setPassword: Repairs['setPassword'] = async (...words) => void this.calls.push(['setPassword', ...words]);
  startCluster: Repairs['startCluster'] = async (...words) => void this.calls.push(['startCluster', ...words]);
  deleteInstance: Repairs['deleteInstance'] = async (...words) => void this.calls.push(['deleteInstance', ...words]);
  deleteCluster: Repairs['deleteCluster'] = async (...words) => void this.calls.push(['deleteCluster', ...words]);
  login = async (secretId: string) => ({
    secretArn: SECRET_ARN,
    versionId: 'v',
    username: secretId === 'shop/reader' ? 'reader' : 'admin',
    password: 'secret',
  });
  execute = async (_database: unknown, _name: string, sql: string) => {
    this.statements.push(sql);
    if (this.refusal !== undefined) throw this.refusal;
  };
}

let repairs: FakeRepairs;
const RESTORE = { action: 'restore', recoveryId: '20260105-012500' };
const call = (input: object) => build(repairs, () => NOW)(input, context);

beforeEach(() => {
  repairs = new FakeRepairs();
});

test('restores to the moment, by the resource id of the live cluster, in the closed group and like the live one', async () => {
  const at = minutesAgo(60);
  const answer = await call({ ...RESTORE, at });
  expect(answer).toMatchObject({ phase: 'restoring', restoredTo: at, clampedFrom: null, isIsolated: true });
  expect(repairs.calls).toEqual([
    [
      'restoreToTime',
      expect.objectContaining({ resourceId: 'cluster-ABC', subnetGroup: 'shop-subnets' }),
      at,
      {
        identifier: expect.stringMatching(/^repair-shop-20260105-012500-[0-9a-f]{6}$/),
        securityGroupIds: ['sg-closed'],
        tags: {
          team: 'shop',
          [TAG.recoveryId]: '20260105-012500',
          [TAG.createdBy]: 'restoreToPointInTime',
          [TAG.restoredTo]: at,
        },
      },
    ],
  ]);
});

test('is clamped to what the log reaches, and keeps to that in later calls although the log moves on', async () => {
  const at = minutesAgo(1);
  const first = await call({ ...RESTORE, at });
  expect(first).toMatchObject({ restoredTo: minutesAgo(5), clampedFrom: at });
  const [, , , made] = repairs.calls[0] as [
    string,
    object,
    string,
    { identifier: string; tags: Record<string, string> },
  ];
  repairs.shown = [
    {
      ...SHOWN,
      identifier: made.identifier,
      status: 'creating',
      tags: { ...made.tags, [TAG.restoredTo]: minutesAgo(9) },
    },
  ];
  expect(await call({ ...RESTORE, at })).toMatchObject({ restoredTo: minutesAgo(9), clampedFrom: at });
});

test('before the log begins, the newest recovery point of the vault that was created by then is restored', async () => {
  repairs.points = [POINT, { ...POINT, arn: `${POINT.arn}2`, createdAtMs: NOW - 2000 * 60_000 }];
  const answer = await call({ ...RESTORE, at: minutesAgo(2500) });
  expect(answer).toMatchObject({ recoveryPointArn: POINT.arn, restoredTo: minutesAgo(3000) });
  expect(repairs.calls).toEqual([['restoreSnapshot', expect.anything(), POINT.arn, expect.anything()]]);
});

test('before everything it says what the earliest is', async () => {
  repairs.points = [POINT];
  await expect(call({ ...RESTORE, at: minutesAgo(5000) })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(`Write ${minutesAgo(3000)}, the earliest, or later`),
  });
  expect(repairs.calls).toEqual([]);
});

test('a recovery point that is not in the vault, or of another cluster, is refused; one of it is restored', async () => {
  repairs.points = [POINT, { ...POINT, arn: `${POINT.arn}-other`, resourceArn: 'arn:other' }];
  for (const recoveryPointArn of ['arn:nothing', `${POINT.arn}-other`])
    await expect(call({ ...RESTORE, recoveryPointArn })).rejects.toMatchObject({ name: 'InvalidRequestError' });
  expect(await call({ ...RESTORE, recoveryPointArn: POINT.arn })).toMatchObject({ recoveryPointArn: POINT.arn });
});

test('at and recoveryPointArn are one or the other', async () => {
  for (const input of [{}, { at: minutesAgo(60), recoveryPointArn: POINT.arn }])
    await expect(call({ ...RESTORE, ...input })).rejects.toMatchObject({ name: 'InvalidRequestError' });
});

test('without a closed group it takes the groups of the live cluster, and says that it is not isolated', async () => {
  repairs.closedGroup = undefined;
  expect(await call({ ...RESTORE, at: minutesAgo(60) })).toMatchObject({ isIsolated: false });
  expect(repairs.calls[0]?.[3]).toMatchObject({ securityGroupIds: ['sg-live'] });
});

test('a failover wins, and so does a standby that serves; a removal goes on', async () => {
  for (const [kind, reason] of [
    ['failoverUnderWay', 'failover-under-way'],
    ['standbyServes', 'standby-serves'],
  ] as const) {
    repairs.suspended = { kind, since: null, why: 'so it is' };
    for (const input of [{ ...RESTORE, at: minutesAgo(60) }, { action: 'watch' }])
      await expect(call(input)).rejects.toMatchObject({ name: 'FencedOutError', message: `${reason}: so it is` });
  }
  expect(await call({ action: 'remove' })).toMatchObject({ phase: 'gone' });
  expect(repairs.calls).toEqual([]);
});

test('without the live cluster there is nothing to repair', async () => {
  repairs.isThere = false;
  await expect(call({ ...RESTORE, at: minutesAgo(60) })).rejects.toMatchObject({
    message: expect.stringContaining('no-live-cluster: '),
  });
});

const SHOWN: ClusterFact = {
  identifier: 'repair-shop-20260105-012500-abcdef',
  arn: 'arn:repaired',
  status: 'available',
  percentProgress: undefined,
  members: [],
  dataApi: false,
  masterUsername: 'admin',
  showsManagedPassword: false,
  deletionProtection: false,
  createdAtMs: undefined,
  subnetGroup: undefined,
  zones: [],
  tags: { [TAG.recoveryId]: '20260105-012500', [TAG.createdBy]: 'restoreToPointInTime' },
};

test('once it is up the reader gets the present password; data from before there was one is ready without it', async () => {
  const input = { ...RESTORE, at: minutesAgo(60), progress: { passwordSet: true } };
  await call(input);
  const [[, , , made]] = repairs.calls as [[string, object, string, Pick<ClusterFact, 'identifier' | 'tags'>]];
  const { identifier, tags } = made;
  const writer = `${identifier}-writer`;
  repairs.shown = [
    { ...SHOWN, identifier, tags, dataApi: true, members: [{ instanceIdentifier: writer, isWriter: true }] },
  ];
  repairs.writer = { identifier: writer, status: 'available', zone: 'us-east-1a', tags } as InstanceFact;

  expect(await call(input)).toMatchObject({ phase: 'ready' });
  expect(repairs.statements).toEqual([expect.stringMatching(/^alter role "reader" login password 'SCRAM-SHA-256/)]);

  repairs.refusal = awsError('DatabaseErrorException', 'ERROR: role "reader" does not exist; SQLState: 42704');
  expect(await call(input)).toMatchObject({ phase: 'ready', detail: expect.stringContaining('without a reader') });

  repairs.refusal = awsError('DatabaseErrorException', 'FATAL: password authentication failed; SQLState: 28P01');
  expect(await call(input)).toMatchObject({ phase: 'preparing', progress: { passwordSet: false } });
});

test('a sweep removes what earlier recoveries left, and neither what is kept nor what only looks like ours', async () => {
  repairs.shown = [
    SHOWN,
    {
      ...SHOWN,
      identifier: 'repair-shop-20260104-000000-abcdef',
      tags: { ...SHOWN.tags, [TAG.keepUntil]: minutesAgo(-60) },
    },
    { ...SHOWN, identifier: 'repair-shop-two-20260104-000000-abcdef' },
  ];
  const answer = await call({ action: 'remove' });
  expect(answer).toMatchObject({ phase: 'working', remaining: [SHOWN.identifier], keptUntil: minutesAgo(-60) });
  expect(repairs.calls).toEqual([['deleteCluster', SHOWN.identifier]]);
});

test('what RDS does not delete yet is asked for again', async () => {
  repairs.shown = [SHOWN];
  repairs.deleteCluster = async () => {
    throw awsError('InvalidDBClusterStateFault');
  };
  expect(await call({ action: 'remove', recoveryId: '20260105-012500' })).toMatchObject({
    phase: 'working',
    detail: expect.stringContaining('not yet'),
  });
});
