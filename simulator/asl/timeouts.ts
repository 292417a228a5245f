import type { Scheduler, Timer } from '../kernel/scheduler';
import { HeartbeatTimeoutError, TimeoutError } from './errors';
import type { TaskLimits } from './task-events';

/** The two clocks of one attempt at a task: the whole time, and the time since the last heartbeat. */
export class TaskTimers {
  /** Never resolves; rejects when one of the two runs out. */
  readonly expiry: Promise<never>;
  readonly #scheduler: Scheduler;
  readonly #limits: TaskLimits;
  #reject: (error: Error) => void = () => undefined;
  #timeout: Timer | undefined;
  #heartbeat: Timer | undefined;

  constructor(scheduler: Scheduler, limits: TaskLimits) {
    this.#scheduler = scheduler;
    this.#limits = limits;
    this.expiry = new Promise<never>((_, reject) => {
      this.#reject = reject;
    });
    this.expiry.catch(() => undefined);
    if (limits.timeoutSeconds !== undefined) {
      this.#timeout = scheduler.after(limits.timeoutSeconds * 1000, () => this.#reject(new TimeoutError()));
    }
  }

  /** Starts the time between heartbeats, or starts it again. */
  beat(): void {
    this.#heartbeat?.cancel();
    const seconds = this.#limits.heartbeatSeconds;
    if (seconds === undefined) return;
    this.#heartbeat = this.#scheduler.after(seconds * 1000, () => this.#reject(new HeartbeatTimeoutError()));
  }

  stop(): void {
    this.#timeout?.cancel();
    this.#heartbeat?.cancel();
  }
}
