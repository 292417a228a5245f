import { InvalidRequestError } from '../../shared/errors';
import { deadlineOf } from '../common/deadline';
import type { Environment, ReportedExecution, ValidationBegun } from '../contract';
import { validationBudgets } from './budgets';
import { ValidationRequest, validationProblems } from './request';

/** Parses the request, and hands back what the validation works with from then on. */
export function beginValidation(execution: ReportedExecution, environment: Environment): ValidationBegun {
  const problems = validationProblems(execution.input);
  if (problems.length > 0) throw new InvalidRequestError(problems.join('; '));
  return {
    request: ValidationRequest.parse(execution.input),
    budgets: { ...validationBudgets(environment) },
    deadlineAt: deadlineOf({ execution, environment }),
  };
}
