import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { createHandler, type Surroundings } from '../shared/create-handler';
import { aws, type Vaults } from './aws';
import { Environment, Input, METRICS, Output, type Vault } from './contract';
import { decide, type VaultFacts } from './decide';

const DAY_MS = 86_400_000;

/** Measures how fresh the recovery points of both vaults are. Alarms watch what it puts, and that it puts it. */
export const build = (vaults: Vaults, now?: () => number) =>
  createHandler({
    name: 'measureRecoveryPoints',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: async (_, surroundings) => {
      const { environment, region, metrics, logger } = surroundings;
      const nowMs = surroundings.now();
      // The standby vault first: the primary region may keep us waiting.
      const standby = await read(vaults, region, environment.STANDBY_VAULT_NAME, nowMs, surroundings);
      const leftAlone = await vaults.whyLeftAlone(environment.LOCK_TABLE_NAME, nowMs);
      const { PRIMARY_REGION: primaryRegion, PRIMARY_VAULT_NAME: primaryVault } = environment;
      const primary =
        leftAlone === undefined
          ? await read(vaults, primaryRegion, primaryVault, nowMs, surroundings)
          : { region: primaryRegion, vaultName: primaryVault, points: undefined };
      const output = decide(standby, primary, nowMs);
      if (!output.primary.isReadable) {
        const why = leftAlone === undefined ? 'does not answer' : `is not asked: ${leftAlone}`;
        logger.warn(`The vault ${primaryVault} in ${primaryRegion} ${why}`);
      }
      put(metrics, output.standby, output.copyLagMinutes);
      put(metrics, output.primary, null);
      return output;
    },
  });

export const handler = build(aws);

async function read(
  vaults: Vaults,
  region: string,
  vaultName: string,
  nowMs: number,
  { environment }: Surroundings<Environment>,
): Promise<VaultFacts> {
  const since = new Date(nowMs - DAY_MS);
  return { region, vaultName, points: await vaults.points(region, vaultName, environment.SOURCE_CLUSTER_ARN, since) };
}

/** One line of the log a vault: each has its own dimension. */
function put(metrics: Metrics, vault: Vault, copyLagMinutes: number | null): void {
  if (!vault.isReadable) return;
  metrics.addDimension('BackupVaultName', vault.vaultName);
  for (const [name, minutes] of [
    [METRICS.age, vault.ageMinutes],
    [METRICS.idle, vault.idleMinutes],
    [METRICS.copyLag, copyLagMinutes],
  ] as const) {
    if (minutes !== null) metrics.addMetric(name, MetricUnit.NoUnit, minutes);
  }
  for (const [status, count] of Object.entries(vault.states)) {
    metrics.addMetric(`${METRICS.states}${capitalised(status)}`, MetricUnit.Count, count);
  }
  metrics.publishStoredMetrics();
}

function capitalised(status: string): string {
  return status.charAt(0) + status.slice(1).toLowerCase();
}
