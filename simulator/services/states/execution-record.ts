import type { ExecutionStatus } from '@aws-sdk/client-sfn';
import type { ExecutionIdentity } from '../../asl/environment';
import type { Execution, ExecutionResult } from '../../asl/execution';
import type { StateMachine } from './state-machine';

/** One execution, running or over. */
export interface ExecutionRecord {
  readonly machine: StateMachine;
  readonly identity: ExecutionIdentity;
  /** The input as it was given: JSON text. */
  readonly inputText: string;
  readonly startedAtMs: number;
  readonly execution: Execution;
  stoppedAtMs: number | undefined;
  result: ExecutionResult | undefined;
}

export function statusOf({ result }: ExecutionRecord): ExecutionStatus {
  return result?.status ?? 'RUNNING';
}

/** Output as JSON text, error and cause: what DescribeExecution and the status event say about the end. */
export function outcomeOf({ result }: ExecutionRecord): { output?: string; error?: string; cause?: string } {
  if (result === undefined || result.status === 'TIMED_OUT') return {};
  if (result.status === 'SUCCEEDED') return { output: JSON.stringify(result.output) ?? 'null' };
  return {
    ...(result.error === undefined ? {} : { error: result.error }),
    ...(result.cause === undefined ? {} : { cause: result.cause }),
  };
}
