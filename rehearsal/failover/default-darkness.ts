import type { Durations } from '../../simulator/kernel/durations';
import { DEFAULT_DARK_AT_MS } from '../stage/options';

/** Where backups and copies take so long that none with the workload's tables would have been copied by then. */
export const LATE_DARK_AT_MS = (6 * 60 + 20) * 60_000;

/** The plan's first backup after the workload is deployed, from the beginning of virtual time. */
const FIRST_BACKUP_MS = 60 * 60_000;
/** Between two five-minute checks of what comes next, and what durations may vary by. */
const MARGIN_MS = 10 * 60_000;

/** When the primary goes dark unless the user says otherwise, from the beginning of virtual time. */
export function defaultDarkAtMs(durations: Durations): number {
  const lagMs = (['backupStartDelay', 'backupJob', 'backupCopy'] as const)
    .map((name) => durations.middleMs(name))
    .reduce((sum, ms) => sum + ms, 0);
  return FIRST_BACKUP_MS + lagMs + MARGIN_MS <= DEFAULT_DARK_AT_MS ? DEFAULT_DARK_AT_MS : LATE_DARK_AT_MS;
}
