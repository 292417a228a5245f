import { repairPrefix } from '../../functions/shared/names';
import type { Estate } from '../stage/estate';

/** What clusters restored beside the live one begin with: `repair-pilot-light-`. */
export function repairPrefixOf({ CorruptionRecoveryArn }: Pick<Estate, 'CorruptionRecoveryArn'>): string {
  const machine = CorruptionRecoveryArn.slice(CorruptionRecoveryArn.lastIndexOf(':') + 1);
  return repairPrefix(machine.replace(/-corruption-recovery$/, ''));
}
