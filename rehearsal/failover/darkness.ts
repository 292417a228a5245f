import type { Durations } from '../../simulator/kernel/durations';
import { formatDuration } from '../../simulator/kernel/virtual-duration';
import type { Beginning } from '../stage/refuse-too-early';
import { defaultDarkAtMs } from './default-darkness';

/** The primary goes dark. Sooner than by default there may be nothing to restore, and that can be rehearsed as well. */
export function darkness(offsetMs: number, durations: Durations): Beginning {
  const surely = formatDuration(defaultDarkAtMs(durations));
  const instead = `Write --dark-at ${surely}, when a backup with the workload's tables has been copied, or later`;
  return { option: '--dark-at', offsetMs, instead };
}
