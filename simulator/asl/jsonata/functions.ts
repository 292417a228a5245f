import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { Random } from '../../kernel/random';

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

function partition(items?: unknown, size?: number): unknown {
  if (items === undefined || size === undefined) return undefined;
  const whole: readonly unknown[] = Array.isArray(items) ? items : [items];
  if (!Number.isInteger(size) || size <= 0) throw failure('$partition: the size must be a positive integer');
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, index) =>
    whole.slice(index * size, (index + 1) * size),
  );
}

/** The numbers from `start` to `end`, both included. As every sequence in JSONata, one item alone is that item. */
function range(start?: number, end?: number, step?: number): unknown {
  if (start === undefined || end === undefined || step === undefined) return undefined;
  if (step === 0) throw failure('$range: the step must not be zero');
  const length = Math.max(0, Math.floor((end - start) / step) + 1);
  if (length > 1_000) throw failure('$range: more than 1000 items');
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
  return new Random(createHash('sha256').update(String(seed)).digest().readUInt32LE(0)).next(STREAM);
}

function shuffle(items: readonly unknown[], random: Random): readonly unknown[] {
  const keyed = items.map((item) => ({ item, key: random.next(STREAM) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function failure(message: string): Error {
  return Object.assign(new Error(message), { code: 'D3137' });
}
