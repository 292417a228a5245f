import type { Surroundings } from '../shared/create-handler';
import type { Environment, Input, Notification } from './contract';
import type { RunningFacts } from './failover/facts';
import { runningFailover } from './failover/running-message';

/** What is to be said of an execution that is held up. */
export function running(
  { execution, record }: Extract<Input, { action: 'running' }>,
  surroundings: Surroundings<Environment>,
): Notification {
  return runningFailover(runningFactsOf(execution, record, surroundings));
}

export function runningFactsOf(
  execution: RunningFacts['execution'],
  record: RunningFacts['record'],
  { environment, region, now }: Surroundings<Environment>,
): RunningFacts {
  return { execution, record, environment, region, nowMs: now() };
}
