import type { Surroundings } from '../shared/create-handler';
import type { ExecutionFacts } from './common/facts';
import type { Environment, Input, Notification, ReportedExecution } from './contract';
import { runningCorruption } from './corruption/running-message';
import { runningFailover } from './failover/running-message';
import { runningValidation } from './validation/running-message';

/** What is to be said of an execution that is held up. */
export function running(
  input: Extract<Input, { action: 'running' }>,
  surroundings: Surroundings<Environment>,
): Notification {
  const facts = executionFactsOf(input.execution, surroundings);
  switch (input.workflow) {
    case 'restore-validation':
      return runningValidation({ ...facts, record: input.record });
    case 'corruption-recovery':
      return runningCorruption({ ...facts, record: input.record });
    case 'regional-failover':
      return runningFailover({ ...facts, record: input.record });
  }
}

export function executionFactsOf(
  execution: ReportedExecution,
  { environment, region, now }: Surroundings<Environment>,
): ExecutionFacts {
  return { execution, environment, region, nowMs: now() };
}
