import { DescribeExecutionCommand, ExecutionAlreadyExists, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { World } from '../../simulator/world';
import type { Estate } from './estate';
import { retryOutage } from './retry-outage';
import { Operator } from './operator';

export interface FinishedExecution {
  readonly arn: string;
  readonly name: string;
  /** As Step Functions describes it; `RUNNING` if it did not end in time. */
  readonly status: string;
  readonly error: string | null;
  readonly cause: string | null;
  readonly endedAtMs: number;
  readonly stateTransitions: number;
}

/** An execution that is still running after this long will not end. */
const EXECUTION_LIMIT_MS = 48 * 3_600_000;

/**
 * Starts the state machine through StartExecution. Returns the ARN of the execution. Asking twice for the same name and
 * input starts one execution (Step Functions API, StartExecution).
 */
export async function startExecution(world: World, estate: Estate, name: string, input: unknown): Promise<string> {
  const command = { stateMachineArn: estate.RegionalFailoverArn, name, input: JSON.stringify(input) };
  const { executionArn } = await retryOutage(world, () =>
    new Operator(world).states(estate.standbyRegion).send(new StartExecutionCommand(command)),
  ).catch((error: unknown) => {
    // An answer was lost, and what was started has ended since: asked again, its name is taken.
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    const machine = estate.RegionalFailoverArn.replace(':stateMachine:', ':execution:');
    return { executionArn: `${machine}:${name}` };
  });
  if (executionArn === undefined) throw new Error('StartExecution answered without the ARN of an execution.');
  return executionArn;
}

/** Lets virtual time pass until the execution has ended, and says what DescribeExecution says of it. */
export async function runToEnd(world: World, estate: Estate, executionArn: string): Promise<FinishedExecution> {
  const { scheduler } = world;
  const { states } = world.region(estate.standbyRegion);
  await scheduler.run(() => states.execution(executionArn).result !== undefined, scheduler.now() + EXECUTION_LIMIT_MS);
  const endedAtMs = scheduler.now();
  const described = await retryOutage(world, () =>
    new Operator(world).states(estate.standbyRegion).send(new DescribeExecutionCommand({ executionArn })),
  );
  return {
    arn: executionArn,
    name: described.name ?? '',
    status: described.status ?? 'RUNNING',
    error: described.error ?? null,
    cause: described.cause ?? null,
    endedAtMs,
    stateTransitions: states.execution(executionArn).execution.stateTransitions,
  };
}
