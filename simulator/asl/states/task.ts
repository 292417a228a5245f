import type { NumberOrExpression, TaskState } from '../definition';
import {
  AbortedError,
  DataLimitExceededError,
  ExecutionError,
  HeartbeatTimeoutError,
  RuntimeError,
  TimeoutError,
} from '../errors';
import { produce } from '../output-and-assign';
import { MAXIMUM_PAYLOAD_BYTES, sizeInBytes } from '../quotas';
import { recover } from '../recovery';
import { parseResource, type Resource } from '../resource';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';
import { type TaskEvents, type TaskLimits, taskEvents } from '../task-events';
import type { PendingTask } from '../task-tokens';
import { append } from '../thread';
import { TaskTimers } from '../timeouts';
import { unlessAborted } from '../waiting';

/** Has something outside do work: by calling it, or by calling it and waiting for an answer with the task's token. */
export function runTask(step: Step, state: TaskState): Promise<StateExit> {
  const resource = parseResource(state.Resource);
  return recover(step, state, async () => {
    const { environment, identity } = step.run;
    const pending = waitsForToken(resource) ? environment.tokens.issue(identity.stateMachineArn) : undefined;
    step.taskToken = pending?.token;
    const input = state.Arguments === undefined ? step.input : await step.fill(state.Arguments, 'Arguments');
    const limits = {
      timeoutSeconds: await seconds(step, state.TimeoutSeconds, 'TimeoutSeconds'),
      heartbeatSeconds: await seconds(step, state.HeartbeatSeconds, 'HeartbeatSeconds'),
    };
    const result = await new Attempt(step, state, resource, pending).run(input, limits);
    return { ...(await produce(step, state, result, { result })), next: state.Next };
  });
}

function waitsForToken(resource: Resource): boolean {
  return resource.kind === 'service' && resource.waitsForToken;
}

async function seconds(
  step: Step,
  template: NumberOrExpression | undefined,
  field: string,
): Promise<number | undefined> {
  if (template === undefined) return undefined;
  const value = await step.fillAs('number', template, field);
  if (Number.isInteger(value) && value > 0) return value;
  throw step.evaluationFailed(`The ${field} field must be a positive integer but was: ${value}`, field);
}

/** One attempt at the task, from TaskScheduled to its last event. */
class Attempt {
  readonly #step: Step;
  readonly #state: TaskState;
  readonly #resource: Resource;
  readonly #pending: PendingTask | undefined;
  readonly #events: TaskEvents;

  constructor(step: Step, state: TaskState, resource: Resource, pending: PendingTask | undefined) {
    this.#step = step;
    this.#state = state;
    this.#resource = resource;
    this.#pending = pending;
    this.#events = taskEvents(resource);
  }

  async run(input: unknown, limits: TaskLimits): Promise<unknown> {
    const { run, thread } = this.#step;
    append(thread, ...this.#events.scheduled(input, limits, run.environment.region));
    const timers = new TaskTimers(run.environment.scheduler, limits);
    try {
      append(thread, ...this.#events.started());
      const result = await unlessAborted(Promise.race([this.#work(input, timers), timers.expiry]), thread.signal);
      this.#checkSize(result);
      append(thread, ...this.#events.succeeded(result));
      return result;
    } catch (error) {
      throw this.#recordFailure(error);
    } finally {
      timers.stop();
      this.#pending?.close();
    }
  }

  async #work(input: unknown, timers: TaskTimers): Promise<unknown> {
    const { run, thread, name, input: stateInput, retryCount } = this.#step;
    timers.beat();
    const response = await run.environment.invokeTask({
      resource: this.#state.Resource,
      arguments: input,
      state: name,
      stateInput,
      retryCount: retryCount ?? 0,
      token: this.#pending?.token,
      identity: run.identity,
      submitted: (answer) => {
        if (!thread.signal.aborted) append(thread, ...this.#events.submitted(answer));
      },
    });
    if (this.#pending === undefined || thread.signal.aborted) return response;
    append(thread, ...this.#events.submitted(response));
    timers.beat();
    this.#pending.onHeartbeat(() => timers.beat());
    return this.#pending.answer;
  }

  #checkSize(result: unknown): void {
    if (sizeInBytes(result) <= MAXIMUM_PAYLOAD_BYTES) return;
    throw new DataLimitExceededError(
      this.#resource.kind === 'function' ? this.#resource.arn : this.#resource.resourceType,
    );
  }

  #recordFailure(error: unknown): unknown {
    if (error instanceof AbortedError || error instanceof RuntimeError || !(error instanceof ExecutionError))
      return error;
    const timedOut = error instanceof TimeoutError || error instanceof HeartbeatTimeoutError;
    const event = timedOut ? this.#events.timedOut(error) : this.#events.failed(error);
    append(this.#step.thread, ...event);
    this.#step.run.environment.observe?.({
      event: event[0],
      state: this.#step.name,
      place: this.#step.thread.place,
      error: error.error,
      cause: error.cause,
    });
    return error;
  }
}
