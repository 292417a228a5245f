import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isNamed } from './aws-errors';

/**
 * What Step Functions says of an execution. `GONE`: it knows none of that name, as 90 days after its end (Step Functions
 * quotas, execution history retention), or the name is none.
 */
export type ExecutionStatus = 'RUNNING' | 'PENDING_REDRIVE' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'GONE';

export async function executionStatus(client: SFNClient, executionArn: string): Promise<ExecutionStatus> {
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status ?? 'RUNNING';
  } catch (error) {
    if (isNamed(error, 'ExecutionDoesNotExist', 'InvalidArn')) return 'GONE';
    throw error;
  }
}

/** Whether it works, or is about to again. */
export function isAtWork(status: ExecutionStatus): boolean {
  return status === 'RUNNING' || status === 'PENDING_REDRIVE';
}
