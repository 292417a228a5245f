import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { callPrimary, type NoPrimaryAnswer } from '../shared/primary';
import type { UsePolicy } from '../shared/recovery-points';
import type { Vaults } from './aws';
import { type Environment, METRICS, type Output, type Vault } from './contract';
import { decide, type VaultFacts } from './decide';

const DAY_MS = 86_400_000;

/** Reads both vaults, works out the ages, and publishes them. */
export async function advance(vaults: Vaults, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, region, metrics } = surroundings;
  const nowMs = surroundings.now();
  const copied: UsePolicy = {
    clusterArn: environment.SOURCE_CLUSTER_ARN,
    nowMs,
    minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * 60_000,
  };
  const vaultName = environment.STANDBY_VAULT_NAME;
  // The standby vault first: the primary region may keep us waiting, and what a failover restores from has to answer.
  const points = await vaults.points(region, vaultName, copied, nowMs - DAY_MS);
  const standby: VaultFacts = { region, vaultName, points, policy: copied };
  let output: Output;
  try {
    output = decide(standby, await readPrimary(vaults, copied, surroundings), nowMs);
  } catch (error) {
    // Whatever is wrong with the rest: the standby is measured.
    publishStandby(metrics, decide(standby, unreadPrimary(copied, environment), nowMs).standby);
    throw error;
  }
  publishStandby(metrics, output.standby);
  publish(metrics, output.primary, { [METRICS.age]: output.primary.ageMinutes });
  return output;
}

/** Without its answer nothing is known of the primary vault, and it has no metrics: their absence is what an alarm is on. */
async function readPrimary(
  vaults: Vaults,
  copied: UsePolicy,
  { environment, logger }: Surroundings<Environment>,
): Promise<VaultFacts> {
  const { PRIMARY_REGION: region, PRIMARY_VAULT_NAME: vaultName, LOCK_TABLE_NAME } = environment;
  const unread = unreadPrimary(copied, environment);
  const suspended = await whySuspended(vaults, LOCK_TABLE_NAME);
  if (suspended !== undefined) {
    logger.warn(`The vault ${vaultName} in ${region} is not asked: ${suspended}`);
    return unread;
  }
  const called = await callPrimary(() => vaults.points(region, vaultName, unread.policy, copied.nowMs - DAY_MS));
  if (called.kind === 'answered') return { ...unread, points: called.answer };
  logger.warn(`The vault ${vaultName} in ${region} ${WHY_UNREAD[called.kind]}`, { error: called.error });
  return unread;
}

/** While nobody can say whether a failover is under way, the primary region is left alone, as during one. */
async function whySuspended(vaults: Vaults, lockTableName: string): Promise<string | undefined> {
  try {
    return await vaults.whySuspended(lockTableName);
  } catch (error) {
    if (!isTransient(error)) throw error;
    return `whether a failover is under way could not be read: ${String(error)}`;
  }
}

/** A copy of it lives as long as it is told to: how soon the backup itself expires does not matter. */
function unreadPrimary(copied: UsePolicy, { PRIMARY_REGION, PRIMARY_VAULT_NAME }: Environment): VaultFacts {
  const policy: UsePolicy = { ...copied, minimumLifetimeMs: 0 };
  return { region: PRIMARY_REGION, vaultName: PRIMARY_VAULT_NAME, points: undefined, policy };
}

const WHY_UNREAD: Readonly<Record<NoPrimaryAnswer['kind'], string>> = {
  unreachable: 'does not answer',
  throttled: 'is not read this time: the region throttles our calls',
  notSetUp: 'is not there, or the role may not read it: AWS Backup answers both alike',
};

function publishStandby(metrics: Metrics, vault: Vault): void {
  publish(metrics, vault, {
    [METRICS.age]: vault.ageMinutes,
    [METRICS.idle]: vault.idleMinutes,
    [METRICS.completed]: vault.states['COMPLETED'] ?? 0,
  });
}

/** One line of the log a vault: each has its own dimension. */
function publish(metrics: Metrics, vault: Vault, values: Readonly<Record<string, number | null>>): void {
  if (!vault.isReadable) return;
  metrics.addDimension('BackupVaultName', vault.vaultName);
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) metrics.addMetric(name, MetricUnit.NoUnit, value);
  }
  metrics.publishStoredMetrics();
}
