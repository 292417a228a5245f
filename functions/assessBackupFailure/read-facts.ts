import { assertNever } from '../shared/assert-never';
import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { missingVault } from '../shared/missing-vault';
import { callPrimary, type PrimaryAnswer } from '../shared/primary';
import type { UsePolicy } from '../shared/recovery-points';
import type { Backups } from './aws';
import type { Environment } from './contract';
import type { Facts, JobFact, PrimaryFacts } from './facts';
import { together } from './together';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A primary that throttles is asked again for so long; then the rest is said without it. */
const PATIENCE_WITH_PRIMARY_MS = 5 * MINUTE_MS;

type PrimaryReading = Pick<Facts, 'primary' | 'primaryState' | 'primarySilence' | 'suspension'>;

/**
 * The state of both regions. The vault of the standby region must answer; without the primary's answer the rest is said.
 * All is asked at once: each call may take seconds.
 * @param heldUpSince since when the workflow has asked in vain
 * @throws the throttling of the primary at first: that is no sign of its loss, so the workflow asks again
 */
export async function readFacts(
  backups: Backups,
  surroundings: Surroundings<Environment>,
  heldUpSince: string | null | undefined,
): Promise<Facts> {
  const { environment, region } = surroundings;
  const nowMs = surroundings.now();
  const { STANDBY_VAULT_NAME: vaultName, SOURCE_CLUSTER_ARN: clusterArn } = environment;
  const [standby, standbyPoints, alarms, primary] = await together([
    backups.newest(region, environment.STANDBY_VAULT_NAME, copiedBy(nowMs, environment)),
    backups.points(region, { vaultName, clusterArn }, lookBack(nowMs, environment)),
    readAlarms(backups, surroundings),
    readPrimary(backups, nowMs, heldUpSince, surroundings),
  ]);
  return { nowMs, standby, standbyPoints, alarms, ...primary };
}

/** What makes a copy in the standby vault usable. */
export function copiedBy(nowMs: number, environment: Environment): UsePolicy {
  return {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs,
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * MINUTE_MS,
  };
}

/** Without CloudWatch's answer a failure is assessed all the same; only its end cannot be declared. */
async function readAlarms(
  backups: Backups,
  { environment, logger }: Surroundings<Environment>,
): Promise<readonly string[] | undefined> {
  try {
    return await backups.alarms(environment.ALARM_PREFIXES);
  } catch (error) {
    if (!isTransient(error) || !(error instanceof Error)) throw error;
    logger.warn('CloudWatch does not answer', { error });
    return undefined;
  }
}

async function readPrimary(
  backups: Backups,
  nowMs: number,
  heldUpSince: string | null | undefined,
  surroundings: Surroundings<Environment>,
): Promise<PrimaryReading> {
  const { environment, logger } = surroundings;
  const { PRIMARY_REGION: region, PRIMARY_VAULT_NAME: vaultName } = environment;
  const suspension = await backups.suspension(environment.LOCK_TABLE_NAME);
  if (suspension !== undefined) {
    return { ...unread('leftAlone', `${region} is left alone, because ${suspension.why}`), suspension };
  }
  const called = await askPrimary(backups, nowMs, surroundings);
  switch (called.kind) {
    case 'answered':
      return { primary: called.answer, primaryState: 'answered', primarySilence: undefined, suspension: undefined };
    case 'throttled':
      if (nowMs - Date.parse(heldUpSince ?? '') < PATIENCE_WITH_PRIMARY_MS || !heldUpSince) throw called.error;
      return unread('throttled', `${region} answers, and throttles our calls`);
    case 'notSetUp':
      logger.warn('the primary vault could not be read', { error: called.error });
      return unread('notSetUp', missingVault(region, vaultName));
    case 'unreachable':
      logger.warn('the primary region does not answer', { error: called.error });
      return unread('unreachable', `${region} does not answer`);
    default:
      return assertNever(called);
  }
}

function unread(primaryState: Facts['primaryState'], primarySilence: string): PrimaryReading {
  return { primary: undefined, primaryState, primarySilence, suspension: undefined };
}

/** Far enough back for two backups of the schedule: by these the times are measured. */
function lookBack(nowMs: number, { BACKUP_INTERVAL_MINUTES }: Environment): Date {
  return new Date(nowMs - Math.max(DAY_MS, 2 * BACKUP_INTERVAL_MINUTES * MINUTE_MS));
}

async function askPrimary(
  backups: Backups,
  nowMs: number,
  { environment, region }: Surroundings<Environment>,
): Promise<PrimaryAnswer<PrimaryFacts>> {
  const { SOURCE_CLUSTER_ARN: clusterArn, PRIMARY_REGION: primary, PRIMARY_VAULT_NAME: vaultName } = environment;
  const since = lookBack(nowMs, environment);
  const called = await callPrimary(async () => {
    // One call first: a region that is dark is asked once, not three times. A copy has a lifetime of its own: how soon
    // the backup itself expires does not matter.
    const newest = await backups.newest(primary, vaultName, { ...copiedBy(nowMs, environment), minimumLifetimeMs: 0 });
    const [made, copied, points, otherCopies] = await together([
      backups.backupJobs(primary, clusterArn, since),
      backups.copyJobs(primary, clusterArn, since),
      backups.points(primary, { vaultName, clusterArn }, since),
      backups.otherCopies(primary, clusterArn, environment.STANDBY_VAULT_ARN, since),
    ]);
    return { newest, points, otherCopies, jobs: [...made, ...copied] };
  });
  if (called.kind !== 'answered') return called;
  const { jobs, ...answer } = called.answer;
  // AWS does not document in which region a copy across regions is listed: whichever lists it, it counts once.
  const listedHere = await backups.copyJobs(region, clusterArn, since);
  return { kind: 'answered', answer: { ...answer, jobs: onceEach([...jobs, ...listedHere]) } };
}

function onceEach(jobs: readonly JobFact[]): readonly JobFact[] {
  return [...new Map(jobs.map((job) => [`${job.kind} ${job.jobId}`, job])).values()];
}
