import { AwsError } from '../service';
import { TaskFailedError } from './errors';

/** A task that waits for someone to answer with its token. */
export interface PendingTask {
  readonly token: string;
  /** What SendTaskSuccess gave; rejects with what SendTaskFailure said. */
  readonly answer: Promise<unknown>;
  onHeartbeat(listener: () => void): void;
  /** The state has gone on without an answer: a later one is refused as too late. */
  close(): void;
}

/**
 * The task tokens of one region. Errors as in the Step Functions API Reference, SendTaskSuccess: `InvalidToken` for
 * what is no token, `TaskDoesNotExist` for a token that belongs to no task here, `TaskTimedOut` for a task that is over.
 */
export class TaskTokens {
  readonly #tasks = new Map<string, Task>();
  readonly #draw: () => string;
  readonly #isToken: (text: string) => boolean;

  /**
   * @param draw makes the next token
   * @param isToken whether a text has the form of a token; without it, only the tokens that were drawn are tokens
   */
  constructor(draw: () => string, isToken: (text: string) => boolean = () => false) {
    this.#draw = draw;
    this.#isToken = isToken;
  }

  issue(stateMachineArn: string): PendingTask {
    const token = this.#draw();
    const task: Task = {
      stateMachineArn,
      open: true,
      heartbeat: () => undefined,
      succeed: () => undefined,
      fail: () => undefined,
    };
    const answer = new Promise<unknown>((resolve, reject) => {
      task.succeed = resolve;
      task.fail = reject;
    });
    answer.catch(() => undefined);
    this.#tasks.set(token, task);
    return {
      token,
      answer,
      onHeartbeat: (listener) => {
        task.heartbeat = listener;
      },
      close: () => {
        task.open = false;
      },
    };
  }

  /** Whose task it is; undefined of a token that was never issued here. */
  stateMachineOf(token: string): string | undefined {
    return this.#tasks.get(token)?.stateMachineArn;
  }

  succeed(token: string, output: unknown): void {
    const task = this.#take(token);
    task.open = false;
    task.succeed(output);
  }

  fail(token: string, error: string | undefined, cause: string | undefined): void {
    const task = this.#take(token);
    task.open = false;
    task.fail(new TaskFailedError(error, cause));
  }

  heartbeat(token: string): void {
    this.#take(token).heartbeat();
  }

  #take(token: string): Task {
    const task = this.#tasks.get(token);
    if (task === undefined && this.#isToken(token)) {
      throw new AwsError('TaskDoesNotExist', `Task Does Not Exist: '${token}'`);
    }
    if (task === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    if (!task.open) throw new AwsError('TaskTimedOut', `Task Timed Out: 'Provided task does not exist anymore'`);
    return task;
  }
}

interface Task {
  readonly stateMachineArn: string;
  open: boolean;
  heartbeat: () => void;
  succeed: (output: unknown) => void;
  fail: (error: TaskFailedError) => void;
}
