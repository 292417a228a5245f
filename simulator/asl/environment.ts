import type { ExecutionError } from './errors';
import type { Random } from '../kernel/random';
import type { Scheduler } from '../kernel/scheduler';
import type { TaskTokens } from './task-tokens';

/** What an execution needs from the world. The interpreter knows no service: tasks are done by `invokeTask`. */
export interface AslEnvironment {
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The region that TaskScheduled events name. */
  readonly region: string;
  readonly tokens: TaskTokens;
  /** Does the task; rejects with a TaskFailedError when the task reports an error. */
  invokeTask(request: TaskRequest): Promise<unknown>;
  /** Resolves when the execution may go on; a dark region makes it wait. Default: at once. */
  admit?(): Promise<void>;
  /** Told about every step, as it happens. */
  observe?(progress: Progress): void;
  /**
   * How the execution ends when the simulator, not the machine, is at fault: something is not modelled, or a bug.
   * `undefined`, and the default: the error ends the whole simulation.
   */
  outlive?(error: unknown): ExecutionError | undefined;
}

export interface TaskRequest {
  /** As in the definition: `arn:aws:states:::lambda:invoke`, or a function's ARN. */
  readonly resource: string;
  /** The evaluated Arguments; the state's input where there are none. */
  readonly arguments: unknown;
  readonly state: string;
  readonly stateInput: unknown;
  /** 0 for the first attempt. */
  readonly retryCount: number;
  /** Present for `.waitForTaskToken`: the task ends when someone answers with this token. */
  readonly token: string | undefined;
  readonly identity: ExecutionIdentity;
  /** For `.sync`: to be called once the job has been started, with what the start answered. */
  submitted(response: unknown): void;
}

/** Who runs: what the context object says about the execution and its machine. */
export interface ExecutionIdentity {
  readonly executionArn: string;
  readonly executionName: string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

/** Where a state stands: the Parallel and Map states around it, outermost first, with the branch or item index. */
export type Place = readonly {
  readonly state: string;
  readonly kind: 'branch' | 'item';
  readonly index: number;
}[];

export interface Progress {
  /** A history event type, or `RetryScheduled`, `ErrorCaught`. */
  readonly event: string;
  readonly state: string | undefined;
  readonly place: Place;
  readonly error?: string;
  readonly cause?: string;
  /** RetryScheduled: which retry, from 1, and when it starts. */
  readonly attempt?: number;
  readonly delayMs?: number;
  /** ErrorCaught: the state that goes on. */
  readonly next?: string;
}
