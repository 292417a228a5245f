import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { MachineDefinition } from './definition';
import type { AslEnvironment, ExecutionIdentity } from './environment';
import { ExecutionError } from './errors';
import { History, text, whole } from './history';
import type { Run } from './run';
import { runStates } from './run-states';
import { errorDetails } from './task-events';
import type { Thread } from './thread';
import { Variables } from './variables';

export type ExecutionResult =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'ABORTED'; readonly error: string | undefined; readonly cause: string | undefined }
  | { readonly status: 'TIMED_OUT' };

/** One execution of a state machine, from ExecutionStarted to its last event. */
export class Execution {
  /** Resolves when the execution is over, however it ended. Rejects only with a mistake of the simulator's own. */
  readonly ended: Promise<ExecutionResult>;
  readonly #environment: AslEnvironment;
  readonly #history: History;
  readonly #stop = new AbortController();
  #settle: (result: ExecutionResult) => void = () => undefined;
  #break: (error: unknown) => void = () => undefined;
  #over = false;
  #stateTransitions = 0;

  constructor(environment: AslEnvironment) {
    this.#environment = environment;
    this.#history = new History(() => environment.scheduler.now());
    this.ended = new Promise((resolve, reject) => {
      this.#settle = resolve;
      this.#break = reject;
    });
  }

  start(definition: MachineDefinition, input: unknown, identity: ExecutionIdentity): void {
    const { scheduler } = this.#environment;
    this.#history.add('ExecutionStarted', 0, {
      executionStartedEventDetails: { input: text(input), inputDetails: whole, roleArn: identity.roleArn },
    });
    this.#observe('ExecutionStarted');
    const seconds = definition.TimeoutSeconds;
    const timer = seconds === undefined ? undefined : scheduler.after(seconds * 1000, () => this.#timeOut());
    const run: Run = {
      environment: this.#environment,
      identity,
      startTimeMs: scheduler.now(),
      input,
      runStates: (thread, fragment, fragmentInput) => runStates(run, thread, fragment, fragmentInput),
      countTransition: () => {
        this.#stateTransitions += 1;
      },
    };
    this.#run(run, definition)
      .finally(() => timer?.cancel())
      .catch(this.#break);
  }

  /** Ends the execution as StopExecution does. */
  stop(error?: string, cause?: string): void {
    this.#end({ status: 'ABORTED', error, cause }, () =>
      this.#history.end('ExecutionAborted', 0, {
        executionAbortedEventDetails: errorDetails(new ExecutionError(error, cause)),
      }),
    );
  }

  get events(): readonly HistoryEvent[] {
    return this.#history.events;
  }

  /** The transitions that AWS bills: each state entered and each retry (Step Functions pricing). */
  get stateTransitions(): number {
    return this.#stateTransitions;
  }

  async #run(run: Run, definition: MachineDefinition): Promise<void> {
    const thread: Thread = {
      history: this.#history,
      variables: new Variables(),
      place: [],
      signal: this.#stop.signal,
      mapItem: undefined,
      // AWS gives the first state's event no predecessor.
      previousEventId: 0,
    };
    try {
      const output = await run.runStates(thread, definition, run.input);
      this.#end({ status: 'SUCCEEDED', output }, () =>
        this.#history.end('ExecutionSucceeded', thread.previousEventId, {
          executionSucceededEventDetails: { output: text(output), outputDetails: whole },
        }),
      );
    } catch (thrown) {
      if (this.#over) return;
      const error = thrown instanceof ExecutionError ? thrown : this.#environment.outlive?.(thrown);
      if (error === undefined) throw thrown;
      this.#end({ status: 'FAILED', error: error.error, cause: error.cause }, () =>
        this.#history.end('ExecutionFailed', thread.previousEventId, {
          executionFailedEventDetails: errorDetails(error),
        }),
      );
    }
  }

  /** The machine's own TimeoutSeconds. Nothing catches it; error and cause stay empty. */
  async #timeOut(): Promise<void> {
    await this.#environment.admit?.();
    this.#end({ status: 'TIMED_OUT' }, () =>
      this.#history.end('ExecutionTimedOut', 0, { executionTimedOutEventDetails: { error: 'States.Timeout' } }),
    );
  }

  #end(result: ExecutionResult, record: () => void): void {
    if (this.#over) return;
    this.#over = true;
    record();
    this.#observe(this.#history.events.at(-1)?.type ?? result.status, result);
    this.#stop.abort();
    this.#settle(result);
  }

  #observe(event: string, result?: ExecutionResult): void {
    const failure = result !== undefined && 'error' in result ? { error: result.error, cause: result.cause } : {};
    this.#environment.observe?.({ event, state: undefined, place: [], ...failure });
  }
}
