import { BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { KMSClient } from '@aws-sdk/client-kms';
import { RDSClient } from '@aws-sdk/client-rds';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { mockClient } from 'aws-sdk-client-mock';
import { aws as backups } from '../../functions/assessBackupFailure/aws';
import { Environment as AssessEnvironment } from '../../functions/assessBackupFailure/contract';
import { readFacts } from '../../functions/assessBackupFailure/read-facts';
import { aws as vault } from '../../functions/findLatestRecoveryPoint/aws';
import { build as buildFind } from '../../functions/findLatestRecoveryPoint/handler';
import { aws as keeper } from '../../functions/keepRecoveryPointObjective/aws';
import { readPipeline } from '../../functions/shared/forecast/read-pipeline';
import { aws as vaults } from '../../functions/measureRecoveryPoints/aws';
import { build as buildMeasure } from '../../functions/measureRecoveryPoints/handler';
import { readDatabase } from '../../functions/readiness/aws/database';
import type { Surroundings } from '../../functions/shared/create-handler';
import { awsError, context, NOW, setEnvironment } from '../functions/lambda-context';
import { CLUSTER_ARN, USE } from '../functions/recovery-points';
import { POLICY } from '../functions/readiness/facts';
import { assertProperty, fc } from './assert-property';

const MINUTE_MS = 60_000;
const VAULT = 'standby-vault';
const LEFT_ALONE = 'a failover is under way';
const SUSPENSION = { kind: 'failoverUnderWay', since: null, why: LEFT_ALONE } as const;
const ENVIRONMENT = {
  WORKLOAD_NAME: 'pilot-light',
  VAULT_NAME: VAULT,
  STANDBY_VAULT_NAME: VAULT,
  STANDBY_VAULT_ARN: `arn:aws:backup:us-west-2:111111111111:backup-vault:${VAULT}`,
  SOURCE_CLUSTER_ARN: CLUSTER_ARN,
  RPO_MINUTES: '60',
  MINIMUM_LIFETIME_MINUTES: '360',
  PRIMARY_REGION: 'us-east-1',
  PRIMARY_VAULT_NAME: 'primary-vault',
  LOCK_TABLE_NAME: 'lock',
  BACKUP_ROLE_ARN: 'arn:aws:iam::111111111111:role/backup',
  BACKUP_INTERVAL_MINUTES: '60',
  BACKUP_SCHEDULES: '["cron(30 * * * ? *)"]',
  COPIES_AT_A_TIME: '5',
  HAS_KEEPER: 'false',
  RETENTION_DAYS: '7',
  STANDBY_RETENTION_DAYS: '5',
  WINDOW_MINUTES: '360',
  REPAIR_FROM: 'warning',
  ALARM_PREFIXES: 'pilot-light-',
  RUNBOOK: 'docs/RUNBOOK_DR.md',
};
setEnvironment(ENVIRONMENT);

/** What may be in a vault. */
const point = fc.record({
  id: fc.integer({ min: 0, max: 0xffff }),
  isSnapshot: fc.constantFrom(true, true, true, false),
  isOurs: fc.constantFrom(true, true, true, false),
  status: fc.constantFrom('COMPLETED', 'AVAILABLE', 'CREATING', 'PARTIAL', 'DELETING', 'EXPIRED', 'STOPPED', 'NEW'),
  // Some in the same minute, some weeks old.
  ageMinutes: fc.oneof(fc.integer({ min: 0, max: 180 }), fc.integer({ min: 0, max: 30 * 1440 })),
  /** Until it expires; null: never. */
  livesMinutes: fc.oneof(fc.constant(null), fc.integer({ min: -60, max: 720 }), fc.constant(10_000)),
});
type Drawn = typeof point extends fc.Arbitrary<infer T> ? T : never;

const contents = fc.record({
  points: fc.uniqueArray(point, { maxLength: 14, selector: ({ id }) => id }),
  pageSize: fc.integer({ min: 2, max: 6 }),
});

type Listed = ReturnType<typeof toListed>;

function toListed({ id, isSnapshot, isOurs, status, ageMinutes, livesMinutes }: Drawn) {
  return {
    RecoveryPointArn: isSnapshot
      ? `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-${id}`
      : `arn:aws:backup:us-west-2:111111111111:recovery-point:continuous:cluster-${id}`,
    ResourceArn: isOurs ? CLUSTER_ARN : 'arn:aws:rds:us-east-1:111111111111:cluster:somebody-elses',
    Status: status,
    CreationDate: new Date(NOW - ageMinutes * MINUTE_MS),
    CalculatedLifecycle: livesMinutes === null ? undefined : { DeleteAt: new Date(NOW + livesMinutes * MINUTE_MS) },
  };
}

// Powertools says so when a vault has no metrics.
beforeEach(() => void jest.spyOn(console, 'warn').mockReturnValue());

const backup = mockClient(BackupClient);
for (const client of [KMSClient, RDSClient, ServiceQuotasClient]) {
  mockClient(client as typeof KMSClient)
    .onAnyCommand()
    .rejects(awsError('AccessDenied'));
}

test('the failover, the metrics, the mails, the keeper and readiness name the same newest recovery point, or none', async () => {
  await assertProperty(
    fc.asyncProperty(contents, async ({ points, pageSize }) => {
      const listed = points.map(toListed);
      serve(listed, pageSize);
      const newest = newestOf(listed);
      const arn = newest?.RecoveryPointArn;
      expect({
        failover: await namedByFailover(),
        metrics: await namedByMetrics(),
        mails: await namedByMails(),
        readiness: await namedByReadiness(),
        keeper: await datedByKeeper(),
      }).toEqual({ failover: arn, metrics: arn, mails: arn, readiness: arn, keeper: newest?.CreationDate.getTime() });
    }),
    { runs: 150 },
  );
}, 120_000);

/** In the words of the runbook: complete, a snapshot, of this cluster, and not about to expire. */
function newestOf(listed: readonly Listed[]): Listed | undefined {
  const byAge = (a: Listed, b: Listed) =>
    b.CreationDate.getTime() - a.CreationDate.getTime() || (a.RecoveryPointArn < b.RecoveryPointArn ? -1 : 1);
  return listed
    .filter(({ Status }) => Status === 'COMPLETED' || Status === 'AVAILABLE')
    .filter(({ RecoveryPointArn }) => RecoveryPointArn.startsWith('arn:aws:rds:'))
    .filter(({ ResourceArn }) => ResourceArn === CLUSTER_ARN)
    .filter(({ CalculatedLifecycle: cycle }) => !cycle || cycle.DeleteAt.getTime() - NOW >= 360 * MINUTE_MS)
    .sort(byAge)[0];
}

/** As AWS Backup lists them: by page, in no order, and only what lies between the two times. */
function serve(listed: readonly Listed[], pageSize: number): void {
  backup.reset();
  backup.on(ListRecoveryPointsByBackupVaultCommand).callsFake((input: Record<string, unknown>) => {
    const { ByResourceArn, ByCreatedAfter, ByCreatedBefore, NextToken } = input;
    const within = listed.filter(
      ({ ResourceArn, CreationDate }) =>
        ResourceArn === ByResourceArn &&
        (!(ByCreatedAfter instanceof Date) || CreationDate > ByCreatedAfter) &&
        (!(ByCreatedBefore instanceof Date) || CreationDate < ByCreatedBefore),
    );
    const from = Number(NextToken ?? 0);
    const end = from + pageSize;
    return {
      RecoveryPoints: within.slice(from, end),
      NextToken: end < within.length ? String(end) : undefined,
    };
  });
}

async function namedByFailover(): Promise<string | undefined> {
  const find = buildFind(vault, () => NOW);
  const found = await find({}, context).catch((error: Error & { readonly reason?: string }) => {
    if (error.reason !== 'no-usable-recovery-point') throw error;
    return undefined;
  });
  return found?.chosen.recoveryPointArn;
}

async function namedByMetrics(): Promise<string | undefined> {
  const measure = buildMeasure({ ...vaults, whySuspended: async () => LEFT_ALONE }, () => NOW);
  return (await measure({}, context)).standby.newestRecoveryPointArn ?? undefined;
}

async function namedByMails(): Promise<string | undefined> {
  const environment = AssessEnvironment.parse(process.env);
  const surroundings = { environment, region: 'us-west-2', now: () => NOW };
  const alone = { ...backups, suspension: async () => SUSPENSION, alarms: async () => [] };
  const facts = await readFacts(alone, surroundings as unknown as Surroundings<AssessEnvironment>, undefined);
  return facts.standby?.arn;
}

async function namedByReadiness(): Promise<string | undefined> {
  const { recoveryPoints } = await readDatabase({ ...POLICY, VAULT_NAME: VAULT }, NOW);
  return recoveryPoints.kind === 'read' ? recoveryPoints.value?.usable[0]?.arn : undefined;
}

async function datedByKeeper(): Promise<number | undefined> {
  const dayAgo = NOW - 1440 * MINUTE_MS;
  const environment = { STANDBY_VAULT_NAME: VAULT } as Parameters<typeof keeper.standby>[0];
  const standbyPoints = await keeper.standby(environment, USE, dayAgo);
  const { pipeline } = readPipeline(
    { nowMs: NOW, standbyPoints, primaryPoints: [], jobs: [], otherCopies: [] },
    {
      standbyVaultArn: ENVIRONMENT.STANDBY_VAULT_ARN,
      schedules: ['cron(0 * * * ? *)'],
      tickMs: 60 * MINUTE_MS,
      horizonMs: 60 * MINUTE_MS,
      copied: USE,
      copiesAtATime: 5,
      isKept: true,
    },
  );
  return pipeline.newestMs;
}
