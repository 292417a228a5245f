/** Words that stand for a value which was different at every recording. */
const ANYTHING = new Set([
  'timestamp',
  'date',
  'RequestId',
  'x-amzn-RequestId',
  'X-Amzn-Trace-Id',
  'start-date',
  'stop-date',
  'snf_role_arn',
  'sfn_role_arn',
]);

/**
 * Compares an actual value with a recorded one. In the recording `<anything>` inside a string, the words above, the
 * case's scrubbed strings and a string that repeats its own key stand for any value; JSON text is compared parsed.
 */
export function comparison(scrubbed: readonly string[]): (recorded: unknown, actual: unknown) => boolean {
  const anything = new Set([...ANYTHING, ...scrubbed]);

  function same(recorded: unknown, actual: unknown): boolean {
    if (typeof recorded === 'string') return anything.has(recorded) || sameText(recorded, actual);
    if (typeof recorded === 'number') return typeof actual === 'number' && sameNumber(recorded, actual);
    if (recorded === null || typeof recorded !== 'object') return recorded === actual;
    if (Array.isArray(recorded)) {
      return (
        Array.isArray(actual) &&
        actual.length === recorded.length &&
        recorded.every((item, index) => same(item, actual[index]))
      );
    }
    return isRecord(actual) && isRecord(recorded) && sameMembers(recorded, actual);
  }

  function sameMembers(recorded: Members, actual: Members): boolean {
    const keys = Object.keys(recorded);
    const present = Object.keys(actual).filter((key) => actual[key] !== undefined);
    return (
      keys.length === present.length &&
      keys.every((key) => key in actual && (repeatsKey(recorded[key], key) || same(recorded[key], actual[key])))
    );
  }

  return (recorded, actual) => same(parsed(recorded ?? null), parsed(actual ?? null));
}

type Members = Readonly<Record<string, unknown>>;

function repeatsKey(value: unknown, key: string): boolean {
  return typeof value === 'string' && value.toLowerCase() === key.toLowerCase();
}

function sameText(recorded: string, actual: unknown): boolean {
  if (!/<[^<>]*>/.test(recorded)) return recorded === actual;
  const pattern = recorded
    .split(/(<[^<>]*>)/)
    .map((part) => (/^<[^<>]*>$/.test(part) ? '[\\s\\S]*' : literally(part).replaceAll('111111111111', '\\d{12}')))
    .join('');
  return typeof actual === 'string' && new RegExp(`^${pattern}$`).test(actual);
}

function sameNumber(recorded: number, actual: number): boolean {
  return recorded === actual || Math.abs(recorded - actual) < 1e-9 * Math.max(Math.abs(recorded), 1);
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** JSON text inside a value, at any depth, as what it says. */
function parsed(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.trim();
    if (!text.startsWith('{') && !text.startsWith('[')) return value;
    try {
      return parsed(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(parsed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, parsed(member)]));
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
