import type { Surroundings } from '../../shared/create-handler';
import { InvalidRequestError } from '../../shared/errors';
import { deadlineOf } from '../common/deadline';
import type { CorruptionBegun, Environment, ReportedExecution } from '../contract';
import { corruptionBudgets } from './budgets';
import { corruptionProblems, corruptionRequest } from './request';

/** Parses the request, and hands back what the recovery works with from then on. */
export function beginCorruption(
  execution: ReportedExecution,
  { environment, now }: Surroundings<Environment>,
): CorruptionBegun {
  const problems = corruptionProblems(execution.input, now());
  if (problems.length > 0) throw new InvalidRequestError(problems.join('; '));
  return {
    request: corruptionRequest(execution.input, now()),
    budgets: { ...corruptionBudgets(environment) },
    deadlineAt: deadlineOf({ execution, environment }),
  };
}
