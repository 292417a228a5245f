import type { VirtualTimers } from './virtual-timers';

/** `node:timers` in virtual time. */
export function timersModule(timers: VirtualTimers): object {
  return {
    setTimeout: timers.setTimeout,
    clearTimeout: timers.clear,
    setInterval: timers.setInterval,
    clearInterval: timers.clear,
    setImmediate: timers.setImmediate,
    clearImmediate: timers.clear,
    promises: timersPromisesModule(timers),
  };
}

/** `node:timers/promises` in virtual time. */
export function timersPromisesModule(timers: VirtualTimers): object {
  type Options = { readonly signal?: AbortSignal };
  return {
    setTimeout: timers.wait,
    setImmediate: (value?: unknown, options?: Options) => timers.wait(0, value, options),
    async *setInterval(delayMs?: number, value?: unknown, options?: Options) {
      for (;;) yield await timers.wait(delayMs, value, options);
    },
    scheduler: {
      wait: (delayMs: number, options?: Options) => timers.wait(delayMs, undefined, options),
      yield: () => timers.wait(0),
    },
  };
}
