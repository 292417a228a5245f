import type { Environment } from './contract';
import type { Policy } from './decide';

const MINUTE_MS = 60_000;
/** What is backed up on demand is copied when somebody asks for it: the keeper does every five minutes. */
const TICK_MS = 5 * MINUTE_MS;

export function policyOf(environment: Environment): Policy {
  return {
    objectiveMinutes: environment.RPO_MINUTES,
    forecast: {
      standbyVaultArn: environment.STANDBY_VAULT_ARN,
      schedules: environment.BACKUP_SCHEDULES,
      tickMs: TICK_MS,
      // Two runs of the plan, however far apart they are.
      horizonMs: 2 * environment.BACKUP_INTERVAL_MINUTES * MINUTE_MS,
      copied: {
        clusterArn: environment.SOURCE_CLUSTER_ARN,
        minimumLifetimeMs: environment.MINIMUM_LIFETIME_MINUTES * MINUTE_MS,
      },
      copiesAtATime: environment.COPIES_AT_A_TIME,
      isKept: environment.HAS_KEEPER,
    },
  };
}
