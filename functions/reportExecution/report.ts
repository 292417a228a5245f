import type { Surroundings } from '../shared/create-handler';
import type { Reports } from './aws';
import type { Environment, Input, Reported } from './contract';
import { reportCorruption } from './corruption/report';
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
  switch (input.workflow) {
    case 'restore-validation':
      return await reportValidation(reports, { ...facts, record: input.record }, surroundings);
    case 'corruption-recovery':
      return reportCorruption({ ...facts, record: input.record });
    case 'regional-failover':
      return await reportFailover(reports, { ...facts, record: input.record }, surroundings);
  }
}
