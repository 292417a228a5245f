import type { Scheduler } from '../kernel/scheduler';

/**
 * Lets virtual time pass while somebody outside the simulation waits for an answer. Inside the simulation nobody needs
 * it: there the scheduler runs already.
 */
export class VirtualTimeDriver {
  readonly #scheduler: Scheduler;
  #pending = 0;
  #running: Promise<void> | undefined;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** Starts `work`, runs the clock until it settles, and returns what it settled with. Calls may overlap. */
  async drive<T>(work: () => Promise<T>): Promise<T> {
    let settled = false;
    this.#pending += 1;
    const result = work().finally(() => {
      settled = true;
      this.#pending -= 1;
    });
    result.catch(() => undefined);
    // A failure of the simulation itself comes before an answer that would never arrive.
    while (!settled) await this.#runClock();
    return result;
  }

  #runClock(): Promise<void> {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<void> {
    while (this.#pending > 0) {
      const outcome = await this.#scheduler.run(() => this.#pending === 0);
      if (outcome === 'idle' && this.#pending > 0) {
        throw new Error('The simulation has nothing left to do, yet a request is still waiting for its response.');
      }
    }
  }
}
