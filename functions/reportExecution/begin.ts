import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import type { Reports } from './aws';
import type {
  CorruptionBegun,
  Environment,
  FailoverBegun,
  Input,
  ReportedExecution,
  ValidationBegun,
} from './contract';
import { beginCorruption } from './corruption/begin';
import { deadlineOf } from './common/deadline';
import { budgetsOf } from './failover/budgets';
import { parseReadiness, READINESS_KEY } from './failover/readiness-report';
import { UNKNOWN_READINESS, type ReadinessBefore } from './failover/record';
import { FailoverRequest, requestProblems } from './failover/request';
import { skippedDrill } from './skip';
import { beginValidation } from './validation/begin';

/** Parses the request, and hands back what the execution works with from then on. */
export async function begin(
  reports: Reports,
  { workflow, execution }: Extract<Input, { action: 'begin' }>,
  surroundings: Surroundings<Environment>,
): Promise<FailoverBegun | ValidationBegun | CorruptionBegun> {
  switch (workflow) {
    case 'restore-validation':
      return beginValidation(execution, surroundings.environment);
    case 'corruption-recovery':
      return beginCorruption(execution, surroundings);
    case 'regional-failover':
      return await beginFailover(reports, execution, surroundings);
  }
}

async function beginFailover(
  reports: Reports,
  execution: ReportedExecution,
  surroundings: Surroundings<Environment>,
): Promise<FailoverBegun> {
  const { environment } = surroundings;
  const problems = requestProblems(execution.input);
  if (problems.length > 0) throw new InvalidRequestError(problems.join('; '));
  const request = FailoverRequest.parse(execution.input);
  return {
    request,
    budgets: { ...budgetsOf(environment.RTO_MINUTES) },
    readiness: await readReadiness(reports, surroundings),
    deadlineAt: deadlineOf({ execution, environment }),
    skipped: await skippedDrill(reports, execution, request, surroundings),
  };
}

/** What the last hourly check found. It decides nothing: without an answer at once it is unknown. */
async function readReadiness(
  reports: Reports,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<ReadinessBefore> {
  try {
    return parseReadiness(await reports.object(environment.EVIDENCE_BUCKET_NAME, READINESS_KEY), now());
  } catch (error) {
    logger.warn('the readiness report could not be read', { error: error instanceof Error ? error : String(error) });
    return UNKNOWN_READINESS;
  }
}
