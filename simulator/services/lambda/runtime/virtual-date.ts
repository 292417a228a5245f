/** `Date` that tells virtual time. Not a subclass: a date from either is an instance of both. */
export function virtualDate(now: () => number): DateConstructor {
  function VirtualDate(...parameters: unknown[]): unknown {
    const instant = parameters.length === 0 ? [now()] : parameters;
    if (new.target === undefined) return new Date(now()).toString();
    return Reflect.construct(Date, instant, new.target === VirtualDate ? Date : new.target);
  }
  Object.defineProperty(VirtualDate, 'name', { value: 'Date' });
  Object.defineProperty(VirtualDate, 'length', { value: Date.length });
  const statics = { prototype: Date.prototype, now, parse: Date.parse, UTC: Date.UTC };
  return Object.assign(VirtualDate, statics) as unknown as DateConstructor;
}

/** `performance` in virtual time, counted from `originMs`. */
export function virtualPerformance(now: () => number, originMs: number): object {
  return {
    timeOrigin: originMs,
    now: () => now() - originMs,
    mark: () => undefined,
    measure: () => undefined,
    clearMarks: () => undefined,
    clearMeasures: () => undefined,
    toJSON: () => ({ timeOrigin: originMs }),
  };
}
