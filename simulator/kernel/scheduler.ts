/**
 * The virtual clock and the only thing that moves it.
 *
 * Everything simulated runs on one event loop. Timers fire in (due time, sequence) order, one at a time: before the next
 * one fires, whatever the last one set off has run until it waits for virtual time again. Real input and output (a
 * PostgreSQL query, a file copy) goes through `io`, which stops virtual time and admits one operation at a time, so that
 * the order of completions never depends on the machine. Same inputs, same order, byte for byte.
 */
export class Scheduler {
  /** When virtual time began, in milliseconds since 1970. */
  readonly startMs: number;
  readonly #timers = new TimerHeap();
  #nowMs: number;
  #sequence = 0;
  #ioTail: Promise<unknown> = Promise.resolve();
  #ioInFlight = 0;
  #failure: { readonly error: unknown } | undefined;
  #onDefect: ((error: unknown) => void) | undefined;

  /** @param startMs the instant at which virtual time begins, in milliseconds since 1970 */
  constructor(startMs: number) {
    this.startMs = startMs;
    this.#nowMs = startMs;
  }

  /** Virtual time, in milliseconds since 1970. */
  now(): number {
    return this.#nowMs;
  }

  /** Runs `run` at `dueMs` (at once if that has passed). A rejected promise is a bug of the simulator, see `defect`. */
  at(dueMs: number, run: () => void | Promise<void>): Timer {
    const timer: Entry = {
      dueMs: Math.max(dueMs, this.#nowMs),
      sequence: this.#sequence++,
      run,
      cancelled: false,
      cancel() {
        this.cancelled = true;
      },
    };
    this.#timers.push(timer);
    return timer;
  }

  /** Runs `run` after `delayMs` of virtual time. */
  after(delayMs: number, run: () => void | Promise<void>): Timer {
    return this.at(this.#nowMs + Math.max(0, delayMs), run);
  }

  /** Resolves after `durationMs` of virtual time. */
  sleep(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(durationMs, resolve);
    });
  }

  /** Starts something that nobody awaits. If it rejects, that is a bug of the simulator, see `defect`. */
  spawn(run: () => Promise<void>): void {
    run().catch((error: unknown) => {
      this.defect(error);
    });
  }

  /**
   * A bug of the simulator has shown: the whole simulation stops with its error, since what comes after it proves
   * nothing. A server goes on instead, and reports it.
   */
  defect(error: unknown): void {
    if (this.#onDefect === undefined) this.#failure ??= { error };
    else this.#onDefect(error);
  }

  /**
   * From now on a bug of the simulator ends the call, the execution or the timer in which it shows, and nothing else. The
   * same error may be reported more than once.
   */
  outliveDefects(report: (error: unknown) => void): void {
    this.#onDefect = report;
  }

  get outlivesDefects(): boolean {
    return this.#onDefect !== undefined;
  }

  /** Runs real input or output. Virtual time stands still meanwhile; operations run one after the other. */
  io<T>(operation: () => Promise<T>): Promise<T> {
    this.#ioInFlight += 1;
    const result = this.#ioTail.then(operation).finally(() => {
      this.#ioInFlight -= 1;
    });
    this.#ioTail = result.catch(() => undefined);
    return result;
  }

  /**
   * Lets virtual time pass until `isDone` holds, or until `deadlineMs`, or until nothing is left to happen.
   * Returns which of the three it was.
   */
  async run(isDone: () => boolean, deadlineMs: number = Number.POSITIVE_INFINITY): Promise<RunOutcome> {
    for (;;) {
      await this.#settle();
      if (isDone()) return 'done';
      const next = this.#nextTimer();
      if (next === undefined) {
        if (Number.isFinite(deadlineMs)) this.#nowMs = Math.max(this.#nowMs, deadlineMs);
        return 'idle';
      }
      if (next.dueMs > deadlineMs) {
        this.#nowMs = Math.max(this.#nowMs, deadlineMs);
        return 'deadline';
      }
      this.#timers.pop();
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      const { run } = next;
      this.spawn(async () => {
        await run();
      });
    }
  }

  /** Lets virtual time pass until the instant `untilMs`. */
  async runUntil(untilMs: number): Promise<void> {
    await this.run(() => false, untilMs);
  }

  /** Lets virtual time pass until `promise` settles, and returns what it settled with. */
  async runToEnd<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const watched = promise.finally(() => {
      settled = true;
    });
    watched.catch(() => undefined);
    const outcome = await this.run(() => settled);
    if (outcome === 'idle' && !settled) {
      throw new Error(
        'The simulation has nothing left to do, yet something is still awaited: a response was never sent.',
      );
    }
    return watched;
  }

  /** The next timer that nobody cancelled. */
  #nextTimer(): Entry | undefined {
    for (;;) {
      const next = this.#timers.peek();
      if (next?.cancelled !== true) return next;
      this.#timers.pop();
    }
  }

  /**
   * Waits until everything that runs is waiting for virtual time. Microtasks and `process.nextTick` drain before a
   * `setImmediate` fires, so two quiet turns mean that no code is left to run.
   */
  async #settle(): Promise<void> {
    let quietTurns = 0;
    while (quietTurns < 2) {
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#ioInFlight > 0) {
        await this.#ioTail;
        quietTurns = 0;
      } else {
        quietTurns += 1;
      }
    }
  }
}

export type RunOutcome = 'done' | 'deadline' | 'idle';

export interface Timer {
  readonly dueMs: number;
  cancel(): void;
}

interface Entry extends Timer {
  readonly sequence: number;
  readonly run: () => void | Promise<void>;
  cancelled: boolean;
}

/** A binary heap ordered by (due time, sequence). */
class TimerHeap {
  readonly #entries: Entry[] = [];

  peek(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entries[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  pop(): Entry | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || entries.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = entries[2 * index + 1];
      const right = entries[2 * index + 2];
      if (left === undefined) break;
      const child = right !== undefined && isBefore(right, left) ? right : left;
      if (isBefore(last, child)) break;
      entries[index] = child;
      index = child === left ? 2 * index + 1 : 2 * index + 2;
    }
    entries[index] = last;
    return first;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.dueMs === b.dueMs ? a.sequence < b.sequence : a.dueMs < b.dueMs;
}
