import type { Environment } from './contract';
import type { Policy } from './decide';

export function policyOf(environment: Environment): Policy {
  return { objectiveMinutes: environment.RPO_MINUTES, intervalMinutes: environment.BACKUP_INTERVAL_MINUTES };
}
