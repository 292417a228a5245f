import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Random } from '../../kernel/random';
import { TOO_LARGE } from './evaluation-bounds';
import { firstDouble } from './java-random';

/** What a function takes from the simulation instead of from the machine. */
export interface FunctionSources {
  /** The instant of this evaluation, in milliseconds since 1970. */
  readonly nowMs: number;
  readonly random: Random;
}

/** Names of the functions that Step Functions adds to JSONata (Developer Guide, "Transforming data with JSONata"). */
export const ADDED_FUNCTIONS = ['partition', 'range', 'hash', 'random', 'uuid', 'parse'];

const STREAM = 'asl/jsonata';

/**
 * A function of Step Functions, or of JSONata where that would look at the machine's clock or chance; undefined for a name
 * that is JSONata's own.
 */
export function functionNamed(name: string, sources: FunctionSources): { readonly value: unknown } | undefined {
  const { nowMs, random } = sources;
  switch (name) {
    case 'partition':
      return { value: partition };
    case 'range':
      return { value: range };
    case 'hash':
      return { value: hash };
    case 'parse':
      return { value: parse };
    case 'random':
      return { value: (seed?: unknown) => (seed === undefined ? random.next(STREAM) : seeded(seed)) };
    case 'uuid':
      return { value: () => random.uuid(STREAM) };
    case 'shuffle':
      return { value: (items?: readonly unknown[]) => (items === undefined ? undefined : shuffle(items, random)) };
    case 'millis':
      return { value: () => nowMs };
    case 'now':
      return { value: (picture?: string, timezone?: string) => formatted(nowMs, picture, timezone) };
    case 'eval':
      // Step Functions has no $eval.
      return { value: undefined };
    default:
      return undefined;
  }
}

const FORMAT = jsonata('$fromMillis($nowMs, $picture, $timezone)');

function formatted(nowMs: number, picture?: string, timezone?: string): unknown {
  return picture === undefined
    ? new Date(nowMs).toISOString()
    : FORMAT.evaluate(undefined, { nowMs, picture, timezone });
}

/** A size that is no integer is rounded towards zero; a size of zero is undefined (measured, floci-io/floci#2676). */
function partition(items?: unknown, chunkSize?: number): unknown {
  if (items === undefined || chunkSize === undefined) return undefined;
  const whole: readonly unknown[] = Array.isArray(items) ? items : [items];
  const size = Math.trunc(chunkSize);
  if (size < 0) throw failure('$partition: the size must be a positive integer');
  if (size === 0 || whole.length === 0) return undefined;
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.slice(index * size, (index + 1) * size),
  );
}

/** AWS makes no more, and says that of memory (measured, floci-io/floci#2790). */
const MAXIMUM_RANGE_ITEMS = 360_145;

/**
 * The numbers from `start` to `end`, both included. As every sequence in JSONata, one item alone is that item. Rounded
 * towards zero; undefined where the step leads away from the end (measured, floci-io/floci#2676).
 */
function range(from?: number, to?: number, by?: number): unknown {
  if (from === undefined || to === undefined || by === undefined) return undefined;
  const [start, end, step] = [Math.trunc(from), Math.trunc(to), Math.trunc(by)];
  if (step === 0) throw failure('$range: the step must not be zero');
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > MAXIMUM_RANGE_ITEMS) throw new Error(TOO_LARGE);
  const items = Array.from({ length }, (_, index) => start + index * step);
  return items.length > 1 ? items : items[0];
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

function hash(content?: unknown, algorithm?: string): string | undefined {
  if (content === undefined || algorithm === undefined) return undefined;
  const name = ALGORITHMS[algorithm];
  if (name === undefined) {
    throw failure(`$hash: unknown algorithm ${algorithm}. Write one of ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return createHash(name).update(text).digest('hex');
}

function parse(text?: string): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw failure('$parse: the argument is not valid JSON');
  }
}

/** The same seed gives the same number, whatever was drawn before. */
function seeded(seed: unknown): number {
  if (typeof seed !== 'number' || !Number.isFinite(seed)) throw failure('$random: the seed must be an integer');
  return firstDouble(BigInt(Math.trunc(seed)));
}

function shuffle(items: readonly unknown[], random: Random): readonly unknown[] {
  const keyed = items.map((item) => ({ item, key: random.next(STREAM) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function failure(message: string): Error {
  return Object.assign(new Error(message), { code: 'D3137' });
}
