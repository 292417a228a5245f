import { EventEmitter } from 'node:events';
import type { VirtualTimeout, VirtualTimers } from './virtual-timers';

/** As much of `net.Socket` as HTTP clients touch. */
export class SimulatedSocket extends EventEmitter {
  readonly #timers: VirtualTimers;
  #idleTimer: VirtualTimeout | undefined;
  connecting = true;
  destroyed = false;
  readonly encrypted = true;
  readonly authorized = true;

  constructor(timers: VirtualTimers) {
    super();
    this.#timers = timers;
  }

  /** Not Node's: the connection stands. */
  connected(): void {
    if (!this.connecting || this.destroyed) return;
    this.connecting = false;
    this.emit('connect');
    this.emit('secureConnect');
  }

  setTimeout(delayMs: number, callback?: () => void): this {
    this.#timers.clear(this.#idleTimer);
    this.#idleTimer = undefined;
    if (callback !== undefined) this.once('timeout', callback);
    if (delayMs > 0) this.#idleTimer = this.#timers.setTimeout(() => this.emit('timeout'), delayMs);
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  destroy(): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    this.setTimeout(0);
    process.nextTick(() => this.emit('close', false));
    return this;
  }
}
