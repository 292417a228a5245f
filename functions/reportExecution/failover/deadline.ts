import type { RunningFacts } from './facts';
import type { Caught } from './record';

const CLEAN_UP: ReadonlySet<string> = new Set(['CleanUp', 'RemoveCluster', 'RemoveStack']);

/** Until when an execution waits for what may pass by itself. A clean-up has a deadline of its own. */
export function deadlineOf(
  { execution, environment }: Pick<RunningFacts, 'execution' | 'environment'>,
  caught?: Caught,
): string {
  const isCleanUp = caught !== undefined && CLEAN_UP.has(caught.step);
  const from = (isCleanUp ? caught.startedAt : null) ?? execution.startTime;
  return new Date(Date.parse(from) + environment.DEADLINE_HOURS * 3_600_000).toISOString();
}
