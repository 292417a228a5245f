import type { Catcher, Recoverable } from './definition';
import { ExecutionError } from './errors';
import { matches } from './match-error';
import { produce } from './output-and-assign';
import { RetryPlan } from './retry';
import type { StateExit } from './state-exit';
import type { Step } from './step';
import { append } from './thread';
import { waitFor } from './waiting';

/**
 * Runs a state that can fail: tries again as Retry says, then hands the error to the first catcher that matches it,
 * then gives up. An error in Output or Assign counts as the state's own.
 */
export async function recover(step: Step, state: Recoverable, attempt: () => Promise<StateExit>): Promise<StateExit> {
  const plan = new RetryPlan(state.Retry ?? [], step.run.environment.random);
  for (step.retryCount = 0; ; step.retryCount += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      const delayMs = plan.delayMsAfter(error);
      if (delayMs === undefined) return handOver(step, state, error);
      await waitToRetry(step, error, delayMs, step.retryCount + 1);
    }
  }
}

async function waitToRetry(
  { run, thread, name }: Step,
  error: ExecutionError,
  delayMs: number,
  attempt: number,
): Promise<void> {
  const { error: code, cause } = error;
  run.environment.observe?.({
    event: 'RetryScheduled',
    state: name,
    place: thread.place,
    error: code,
    cause,
    attempt,
    delayMs,
  });
  await waitFor(run.environment.scheduler, delayMs, thread.signal);
  run.countTransition();
}

async function handOver(step: Step, state: Recoverable, error: ExecutionError): Promise<StateExit> {
  const index = (state.Catch ?? []).findIndex((catcher) => matches(catcher.ErrorEquals, error));
  const catcher = state.Catch?.[index];
  const kind = 'Type' in state ? state.Type : undefined;
  if (kind === 'Parallel' || kind === 'Map') append(step.thread, `${kind}StateFailed`);
  if (catcher === undefined) throw error;
  step.run.environment.observe?.({
    event: 'ErrorCaught',
    state: step.name,
    place: step.thread.place,
    error: error.error,
    cause: error.cause,
    next: catcher.Next,
  });
  return caught(step, catcher, index, error);
}

/** Without Output a catcher hands on the error itself. */
async function caught(step: Step, catcher: Catcher, index: number, error: ExecutionError): Promise<StateExit> {
  const errorOutput = {
    ...(error.error === undefined ? {} : { Error: error.error }),
    ...(error.cause === undefined ? {} : { Cause: error.cause }),
  };
  const produced = await produce(step, catcher, errorOutput, { errorOutput }, `Catch[${index}]/`);
  return { ...produced, next: catcher.Next };
}
