import type { TaskRequest } from '../../simulator/asl/environment';
import { TaskFailedError } from '../../simulator/asl/errors';
import type { Scheduler } from '../../simulator/kernel/scheduler';
import type { TaskTokens } from '../../simulator/asl/task-tokens';
import type { Mock } from './recorded-case';

/** Answers tasks with what AWS recorded, one entry for each attempt, in order. */
export class MockedTasks {
  /** What is wrong with the calls: arguments that AWS did not send, attempts that it did not make. */
  readonly problems: string[] = [];
  readonly #left: Mock[];
  readonly #same: (recorded: unknown, actual: unknown) => boolean;
  readonly #scheduler: Scheduler;
  readonly #tokens: TaskTokens;

  constructor(
    mocks: readonly Mock[],
    same: (recorded: unknown, actual: unknown) => boolean,
    scheduler: Scheduler,
    tokens: TaskTokens,
  ) {
    this.#left = [...mocks];
    this.#same = same;
    this.#scheduler = scheduler;
    this.#tokens = tokens;
  }

  async invoke(request: TaskRequest): Promise<unknown> {
    const mock = this.#take(request);
    if (mock === undefined) {
      this.problems.push(`state ${request.state}: no recorded answer is left for attempt ${request.retryCount + 1}`);
      throw new TaskFailedError('Conformance.NoRecordedAnswer', request.state);
    }
    if (mock.parameters !== undefined && !this.#same(mock.parameters, request.arguments)) {
      this.problems.push(`state ${request.state}: arguments ${JSON.stringify(request.arguments)}`);
    }
    if (/\.sync(:2)?$/.test(request.resource)) request.submitted(mock.submitted ?? {});
    if (mock.timeout === true) return this.#never(request, mock);
    if (request.token !== undefined) return this.#answerLater(request.token, mock);
    if (mock.output === undefined) throw new TaskFailedError(mock.error ?? undefined, mock.cause ?? undefined);
    return mock.output;
  }

  get unused(): number {
    return this.#left.length;
  }

  /** The first entry of the state; inside Map and Parallel the one recorded for this input. */
  #take({ state, stateInput }: TaskRequest): Mock | undefined {
    const ofState = this.#left.filter((mock) => mock.state === state);
    const chosen =
      ofState.find((mock) => mock.stateInput !== undefined && this.#same(mock.stateInput, stateInput)) ?? ofState[0];
    if (chosen !== undefined) this.#left.splice(this.#left.indexOf(chosen), 1);
    return chosen;
  }

  #answerLater(token: string, mock: Mock): unknown {
    if (mock.submitted === undefined && mock.output === undefined) {
      throw new TaskFailedError(mock.error ?? undefined, mock.cause ?? undefined);
    }
    this.#scheduler.after(1, () => {
      if (mock.output === undefined) this.#tokens.fail(token, mock.error ?? undefined, mock.cause ?? undefined);
      else this.#tokens.succeed(token, mock.output);
    });
    return mock.submitted ?? {};
  }

  #never(request: TaskRequest, mock: Mock): unknown {
    return request.token === undefined ? new Promise(() => undefined) : (mock.submitted ?? {});
  }
}
