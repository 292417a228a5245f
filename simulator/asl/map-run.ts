import { ExecutionError } from './errors';
import type { Step } from './step';
import { errorDetails } from './task-events';
import { append } from './thread';

/** A distributed Map is a Map Run: the history tells its start and its end, and nothing of what its children do. */
export async function asMapRun<T>(step: Step, run: () => Promise<T>): Promise<T> {
  const { environment, identity } = step.run;
  const id = environment.random.uuid('asl/map-run');
  const mapRunArn = `${identity.stateMachineArn.replace(':stateMachine:', ':mapRun:')}/${step.name}:${id}`;
  append(step.thread, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn } });
  try {
    const result = await run();
    append(step.thread, 'MapRunSucceeded');
    return result;
  } catch (error) {
    if (error instanceof ExecutionError) {
      append(step.thread, 'MapRunFailed', { mapRunFailedEventDetails: errorDetails(error) });
    }
    throw error;
  }
}
