import type { Surroundings } from '../shared/create-handler';
import type { Reports } from './aws';
import type { Environment, Input, Reported } from './contract';
import { reportFailover } from './failover/report';
import { executionFactsOf } from './running';
import { reportValidation } from './validation/report';

/** What is recorded, notified and measured of an execution that ends. */
export async function report(
  reports: Reports,
  input: Extract<Input, { action: 'report' }>,
  surroundings: Surroundings<Environment>,
): Promise<Reported> {
  const facts = executionFactsOf(input.execution, surroundings);
  return input.workflow === 'restore-validation'
    ? await reportValidation(reports, { ...facts, record: input.record }, surroundings)
    : await reportFailover(reports, { ...facts, record: input.record }, surroundings);
}
