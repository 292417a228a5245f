import { assertNever } from '../shared/assert-never';
import type { Surroundings } from '../shared/create-handler';
import { callPrimary, type PrimaryAnswer } from '../shared/primary';
import type { UsePolicy } from '../shared/recovery-points';
import type { Backups } from './aws';
import type { Environment } from './contract';
import type { Facts, JobFact, PrimaryFacts } from './facts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * What both regions say now. The standby region must answer; without the primary's answer the rest is said.
 * @throws what a primary that throttles answered: that is no sign of its loss, so the workflow calls again
 */
export async function readFacts(backups: Backups, surroundings: Surroundings<Environment>): Promise<Facts> {
  const { environment, region, now, logger } = surroundings;
  const nowMs = now();
  const copied: UsePolicy = {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs,
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * MINUTE_MS,
  };
  const { PRIMARY_REGION: primaryRegion } = environment;
  const standby = await backups.newest(region, environment.STANDBY_VAULT_NAME, copied);
  const alarms = await backups.alarms(environment.ALARM_PREFIXES);
  const silent = (primarySilence: string): Facts => ({ nowMs, standby, primary: undefined, primarySilence, alarms });
  const suspended = await backups.whySuspended(environment.LOCK_TABLE_NAME);
  if (suspended !== undefined) return silent(`${primaryRegion} is left alone, because ${suspended}`);
  const called = await readPrimary(backups, copied, surroundings);
  switch (called.kind) {
    case 'answered':
      return { nowMs, standby, primary: called.answer, primarySilence: undefined, alarms };
    case 'throttled':
      throw called.error;
    case 'notSetUp':
      return silent(`${primaryRegion} has no vault ${environment.PRIMARY_VAULT_NAME} yet`);
    case 'unreachable':
      logger.warn('the primary region does not answer', { error: called.error });
      return silent(`${primaryRegion} does not answer`);
    default:
      return assertNever(called);
  }
}

async function readPrimary(
  backups: Backups,
  copied: UsePolicy,
  { environment, region }: Surroundings<Environment>,
): Promise<PrimaryAnswer<PrimaryFacts>> {
  const { SOURCE_CLUSTER_ARN: clusterArn, PRIMARY_REGION: primary, PRIMARY_VAULT_NAME: vaultName } = environment;
  // Far enough back for two backups of the schedule: by these the next one is known.
  const since = new Date(copied.nowMs - Math.max(DAY_MS, 2 * environment.BACKUP_INTERVAL_MINUTES * MINUTE_MS));
  const called = await callPrimary(async () => ({
    // A copy lives as long as it is told to: how soon the backup itself expires does not matter.
    newest: await backups.newest(primary, vaultName, { ...copied, minimumLifetimeMs: 0 }),
    jobs: [
      ...(await backups.backupJobs(primary, clusterArn, since)),
      ...(await backups.copyJobs(primary, clusterArn, since)),
    ],
  }));
  if (called.kind !== 'answered') return called;
  const { newest, jobs } = called.answer;
  // AWS does not document in which region a copy across regions is listed: whichever lists it, it counts once.
  const listedHere = await backups.copyJobs(region, clusterArn, since);
  return { kind: 'answered', answer: { newest, jobs: onceEach([...jobs, ...listedHere]) } };
}

function onceEach(jobs: readonly JobFact[]): readonly JobFact[] {
  return [...new Map(jobs.map((job) => [`${job.kind} ${job.jobId}`, job])).values()];
}
