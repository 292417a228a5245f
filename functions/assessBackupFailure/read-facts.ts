import { isNamed, isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import type { Backups } from './aws';
import type { Environment } from './contract';
import type { Facts, JobFact, PrimaryFacts } from './facts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What both regions say now. The standby region must answer; without the primary's answer the rest is said. */
export async function readFacts(backups: Backups, surroundings: Surroundings<Environment>): Promise<Facts> {
  const { environment, region, now, logger } = surroundings;
  const nowMs = now();
  const { SOURCE_CLUSTER_ARN: clusterArn } = environment;
  const standby = await backups.newest(region, environment.STANDBY_VAULT_NAME, clusterArn, nowMs);
  const alarms = await backups.alarms(environment.ALARM_PREFIXES);
  const silent = (primarySilence: string): Facts => ({ nowMs, standby, primary: undefined, primarySilence, alarms });
  const leftAlone = await backups.whyLeftAlone(environment.LOCK_TABLE_NAME, nowMs);
  if (leftAlone !== undefined) return silent(`${environment.PRIMARY_REGION} is left alone, because ${leftAlone}`);
  try {
    const primary = await readPrimary(backups, surroundings, nowMs);
    return { nowMs, standby, primary, primarySilence: undefined, alarms };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) {
      return silent(`${environment.PRIMARY_REGION} has no vault ${environment.PRIMARY_VAULT_NAME} yet`);
    }
    if (!isUnreachable(error)) throw error;
    logger.warn('the primary region does not answer', { error });
    return silent(`${environment.PRIMARY_REGION} does not answer`);
  }
}

async function readPrimary(
  backups: Backups,
  { environment, region }: Surroundings<Environment>,
  nowMs: number,
): Promise<PrimaryFacts> {
  const { SOURCE_CLUSTER_ARN: clusterArn, PRIMARY_REGION: primary } = environment;
  // Far enough back for two backups of the schedule: by these the next one is known.
  const since = new Date(nowMs - Math.max(DAY_MS, 2 * environment.BACKUP_INTERVAL_MINUTES * MINUTE_MS));
  const newest = await backups.newest(primary, environment.PRIMARY_VAULT_NAME, clusterArn, nowMs);
  const jobs = [
    ...(await backups.backupJobs(primary, clusterArn, since)),
    ...(await backups.copyJobs(primary, clusterArn, since)),
    // AWS does not document in which region a copy across regions is listed: whichever lists it, it counts once.
    ...(await backups.copyJobs(region, clusterArn, since)),
  ];
  return { newest, jobs: onceEach(jobs) };
}

function onceEach(jobs: readonly JobFact[]): readonly JobFact[] {
  return [...new Map(jobs.map((job) => [`${job.kind} ${job.jobId}`, job])).values()];
}

/** Being asked to slow down is no sign of a region that is down: that is tried again. */
function isUnreachable(error: unknown): boolean {
  return (
    isTransient(error) && error instanceof Error && !/Thrott|TooManyRequests|LimitExceeded|SlowDown/.test(error.name)
  );
}
