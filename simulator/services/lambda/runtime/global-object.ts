/**
 * What a function sees as `globalThis`: its own overrides, the host's intrinsics below them. What it assigns stays with
 * it.
 */
export function functionGlobal(overrides: Readonly<Record<string, unknown>>): object {
  const own: Record<PropertyKey, unknown> = { ...overrides };
  const proxy: object = new Proxy(own, {
    get: (target, name) => (Object.hasOwn(target, name) ? target[name] : (Reflect.get(globalThis, name) as unknown)),
    has: (target, name) => Object.hasOwn(target, name) || Reflect.has(globalThis, name),
  });
  own['globalThis'] = proxy;
  own['global'] = proxy;
  return proxy;
}

/** `AbortSignal` whose `timeout` counts virtual time. */
export function virtualAbortSignal(setTimeout: (callback: () => void, delayMs: number) => unknown): typeof AbortSignal {
  const timeout = (delayMs: number): AbortSignal => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delayMs);
    return controller.signal;
  };
  return new Proxy(AbortSignal, {
    get: (target, name) => (name === 'timeout' ? timeout : (Reflect.get(target, name) as unknown)),
  });
}

/** `Math` with the seed's randomness. */
export function seededMath(random: () => number): Math {
  return Object.create(Math, { random: { value: random, enumerable: false } }) as Math;
}
