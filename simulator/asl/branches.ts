import type { Place } from './environment';
import type { Step } from './step';
import type { Thread } from './thread';
import { Variables } from './variables';
import type { History } from './history';

/**
 * The threads below one attempt at a Parallel or Map state. When one of them fails, the others are told to stop, and the
 * attempt ends when all have.
 */
export class Branches {
  readonly #step: Step;
  readonly #stop = new AbortController();
  readonly #onAbort = (): void => this.#stop.abort();

  constructor(step: Step) {
    this.#step = step;
    step.thread.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  thread(enclosing: Place[number], mapItem: Thread['mapItem'], history: History = this.#step.thread.history): Thread {
    const { thread } = this.#step;
    return {
      history,
      variables: new Variables(thread.variables),
      place: [...thread.place, enclosing],
      signal: this.#stop.signal,
      mapItem,
      previousEventId: thread.previousEventId,
    };
  }

  /** Runs all; rejects with the first failure once every one of them is over. */
  async all<T>(lines: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
    let first: { readonly error: unknown } | undefined;
    const results = lines.map(async (line) => {
      try {
        return { value: await line() };
      } catch (error) {
        first ??= { error };
        this.#stop.abort();
        return undefined;
      }
    });
    const values = await Promise.all(results);
    this.#step.thread.signal.removeEventListener('abort', this.#onAbort);
    if (first !== undefined) throw first.error;
    return values.flatMap((result) => (result === undefined ? [] : [result.value]));
  }
}
