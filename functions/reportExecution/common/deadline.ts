import type { ExecutionFacts } from './facts';

/**
 * Until when an execution waits for what may pass by itself. A clean-up has a deadline of its own.
 * @param cleanUpBegan where it is the clean-up that waits
 */
export function deadlineOf(
  { execution, environment }: Pick<ExecutionFacts, 'execution' | 'environment'>,
  cleanUpBegan: string | null = null,
): string {
  const from = cleanUpBegan ?? execution.startTime;
  return new Date(Date.parse(from) + environment.DEADLINE_HOURS * 3_600_000).toISOString();
}
