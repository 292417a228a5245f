import { AsyncResource } from 'node:async_hooks';
import { promisify } from 'node:util';
import type { Scheduler, Timer } from '../../../kernel/scheduler';

/** Node turns a delay out of this range into 1 ms. */
const MAXIMUM_DELAY_MS = 2 ** 31 - 1;

type Callback = (...parameters: unknown[]) => void;

export type TimerHooks = {
  /** Whether code may run now: not where the machine that it runs on has gone dark. */
  readonly mayRun: () => boolean;
  /** What becomes of an error that a callback throws. */
  readonly onError: (error: unknown) => void;
};

/**
 * The timers of one execution environment, in virtual time. Between invocations Lambda freezes an environment: its
 * timers stand still then, and what came due meanwhile fires at the thaw.
 */
export class VirtualTimers {
  readonly #scheduler: Scheduler;
  readonly #hooks: TimerHooks;
  readonly #live = new Map<number, VirtualTimeout>();
  #lastId = 0;
  #frozen = false;

  constructor(scheduler: Scheduler, hooks: TimerHooks) {
    this.#scheduler = scheduler;
    this.#hooks = hooks;
    Object.defineProperty(this.setTimeout, promisify.custom, { value: this.wait });
    Object.defineProperty(this.setImmediate, promisify.custom, { value: (value: unknown) => this.wait(0, value) });
  }

  readonly setTimeout = (callback: Callback, delayMs?: number, ...parameters: unknown[]): VirtualTimeout =>
    this.#start(callback, withinRange(delayMs), parameters, false);

  readonly setInterval = (callback: Callback, delayMs?: number, ...parameters: unknown[]): VirtualTimeout =>
    this.#start(callback, withinRange(delayMs), parameters, true);

  readonly setImmediate = (callback: Callback, ...parameters: unknown[]): VirtualTimeout =>
    this.#start(callback, 0, parameters, false);

  readonly clear = (timeout?: unknown): void => {
    const id = timeout instanceof VirtualTimeout ? timeout.id : Number(timeout);
    this.#live.get(id)?.cancel();
    this.#live.delete(id);
  };

  /** The promise form: `timers/promises`. */
  readonly wait = (delayMs?: number, value?: unknown, options: { signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      options.signal?.throwIfAborted();
      const timeout = this.setTimeout(() => resolve(value), delayMs);
      options.signal?.addEventListener('abort', () => {
        this.clear(timeout);
        reject(Object.assign(new Error('The operation was aborted'), { name: 'AbortError', code: 'ABORT_ERR' }));
      });
    });

  freeze(): void {
    this.#frozen = true;
    for (const timeout of this.#live.values()) timeout.cancel();
  }

  thaw(): void {
    this.#frozen = false;
    for (const timeout of this.#live.values()) timeout.schedule();
  }

  discard(): void {
    this.freeze();
    this.#live.clear();
  }

  #start(callback: Callback, delayMs: number, parameters: readonly unknown[], repeat: boolean): VirtualTimeout {
    if (typeof callback !== 'function') {
      throw Object.assign(new TypeError('The "callback" argument must be of type function.'), {
        code: 'ERR_INVALID_ARG_TYPE',
      });
    }
    this.#lastId += 1;
    // The callback runs in the asynchronous context that set the timer, as in Node, not in the scheduler's.
    const context = new AsyncResource('VirtualTimeout');
    const timeout = new VirtualTimeout(this.#lastId, delayMs, this.#scheduler, () => {
      if (repeat) timeout.refresh();
      else this.#live.delete(timeout.id);
      if (!this.#hooks.mayRun()) return;
      try {
        context.runInAsyncScope(callback, undefined, ...parameters);
      } catch (error) {
        this.#hooks.onError(error);
      }
    });
    this.#live.set(timeout.id, timeout);
    timeout.refresh();
    if (this.#frozen) timeout.cancel();
    return timeout;
  }
}

function withinRange(delayMs: number | undefined): number {
  return delayMs !== undefined && delayMs >= 1 && delayMs <= MAXIMUM_DELAY_MS ? Math.trunc(delayMs) : 1;
}

/** What `setTimeout` returns: Node's `Timeout`. */
export class VirtualTimeout {
  readonly id: number;
  readonly #delayMs: number;
  readonly #scheduler: Scheduler;
  readonly #fire: () => void;
  #dueMs = 0;
  #timer: Timer | undefined;
  #isReferenced = true;
  #isClosed = false;

  constructor(id: number, delayMs: number, scheduler: Scheduler, fire: () => void) {
    this.id = id;
    this.#delayMs = delayMs;
    this.#scheduler = scheduler;
    this.#fire = fire;
  }

  refresh(): this {
    this.#dueMs = this.#scheduler.now() + this.#delayMs;
    this.schedule();
    return this;
  }

  /** Not Node's: (re)enters the timer at the scheduler for the time that it is due. */
  schedule(): void {
    if (this.#isClosed) return;
    this.cancel();
    this.#timer = this.#scheduler.at(this.#dueMs, this.#fire);
  }

  /** Not Node's: takes the timer out of the scheduler, without forgetting when it is due. */
  cancel(): void {
    this.#timer?.cancel();
  }

  ref(): this {
    this.#isReferenced = true;
    return this;
  }

  unref(): this {
    this.#isReferenced = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isReferenced;
  }

  close(): this {
    this.#isClosed = true;
    this.cancel();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }
}
