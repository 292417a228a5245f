import { shortHash } from '../shared/names';
import type { Environment, Input } from './contract';

export type OfExecution = Exclude<Input, { action: 'warm' | 'cache' }>;

/** Of this execution alone, so that what an earlier one left behind is never taken for our own. */
export function changeSetNameOf(input: OfExecution, environment: Environment): string {
  return `${environment.WORKLOAD_NAME}-${input.failoverId}-${shortHash(input.executionArn)}`;
}
