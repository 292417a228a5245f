import * as nodeCrypto from 'node:crypto';
import type { Random } from '../../../kernel/random';
import type { Scheduler } from '../../../kernel/scheduler';
import { restrict } from './restricted-module';

/** Where a function's randomness comes from: the simulation's seed, in a stream of the function's own. */
export type RandomSource = { readonly random: Random; readonly stream: string };

/** The global `crypto` with the seed's randomness; digests and signatures are the real ones. */
export function seededWebCrypto({ random, stream }: RandomSource, scheduler: Scheduler): object {
  return {
    randomUUID: () => random.uuid(stream),
    getRandomValues: <View extends ArrayBufferView>(view: View): View => fill(view, { random, stream }),
    // Node computes these on other threads: virtual time must wait for them.
    subtle: new Proxy(nodeCrypto.webcrypto.subtle, {
      get(subtle, name) {
        const member: unknown = Reflect.get(subtle, name, subtle);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]) =>
          scheduler.io(() => Promise.resolve(Reflect.apply(member, subtle, parameters) as unknown));
      },
    }),
  };
}

/** `node:crypto` with the seed's randomness. What Node would compute on other threads is not modelled. */
export function seededCryptoModule(source: RandomSource, webcrypto: object): object {
  const { random, stream } = source;
  const overrides = {
    webcrypto,
    subtle: Reflect.get(webcrypto, 'subtle') as unknown,
    getRandomValues: Reflect.get(webcrypto, 'getRandomValues') as unknown,
    randomUUID: () => random.uuid(stream),
    randomBytes: withCallback((size: number) => Buffer.from(random.bytes(stream, size))),
    randomInt: withCallback((low: number, high?: number) => {
      const [from, to] = high === undefined ? [0, low] : [low, high];
      return from + Math.floor(random.next(stream) * (to - from));
    }),
    randomFillSync: <View extends ArrayBufferView>(view: View): View => fill(view, source),
    randomFill: withCallback(<View extends ArrayBufferView>(view: View): View => fill(view, source)),
  };
  return restrict('node:crypto', nodeCrypto, overrides, (name) => !UNSEEDED_OR_THREADED.has(name));
}

const UNSEEDED_OR_THREADED: ReadonlySet<string> = new Set([
  'checkPrime',
  'generateKey',
  'generateKeyPair',
  'generateKeyPairSync',
  'generateKeySync',
  'generatePrime',
  'generatePrimeSync',
  'hkdf',
  'pbkdf2',
  'scrypt',
]);

function fill<View extends ArrayBufferView>(view: View, { random, stream }: RandomSource): View {
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(random.bytes(stream, view.byteLength));
  return view;
}

/** Takes a callback as the last argument, as Node's own does, and calls it on the next tick. */
export function withCallback<Parameters extends readonly never[], Result>(
  compute: (...parameters: Parameters) => Result,
): (...parameters: unknown[]) => unknown {
  return (...parameters) => {
    const callback = parameters.at(-1);
    if (typeof callback !== 'function') return compute(...(parameters as unknown as Parameters));
    const result = compute(...(parameters.slice(0, -1) as unknown as Parameters));
    process.nextTick(() => {
      Reflect.apply(callback, undefined, [null, result]);
    });
    return undefined;
  };
}
