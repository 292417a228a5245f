/**
 * A module of Node of which only a part is modelled. Constants and the functions that `isSafe` names are the real ones,
 * `overrides` come first, and every other function fails when it is called: the SDK imports far more than it uses.
 */
export function restrict(
  moduleName: string,
  real: object,
  overrides: Readonly<Record<string, unknown>>,
  isSafe: (name: string) => boolean = () => false,
): object {
  const refusals = new Map<string, () => never>();
  // Bundlers copy a module's own property names, so the target must have them; the values come from `get`.
  const names = [...Object.keys(real), ...Object.keys(overrides)];
  const proxy: object = new Proxy(Object.fromEntries(names.map((name) => [name, undefined])), {
    get(_target, name) {
      if (typeof name !== 'string') return Reflect.get(real, name) as unknown;
      if (name === 'default') return proxy;
      if (Object.hasOwn(overrides, name)) return overrides[name];
      const member = Reflect.get(real, name) as unknown;
      if (typeof member !== 'function' || isSafe(name)) return member;
      let refusal = refusals.get(name);
      if (refusal === undefined) {
        refusal = refuse(moduleName, name);
        refusals.set(name, refusal);
      }
      return refusal;
    },
  });
  return proxy;
}

/** A plain function: it may also stand where a class is expected, `class X extends net.Socket`. */
function refuse(moduleName: string, name: string): () => never {
  return function notModelled(): never {
    throw new Error(
      `${moduleName}: ${name} is not modelled by the simulator's Lambda runtime (docs/SIMULATOR.md). ` +
        'A function may use HTTP, DNS, timers and pure computation.',
    );
  };
}
