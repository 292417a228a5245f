import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;

/** The steps to an attribute: names of map entries and positions in lists. */
export type Path = readonly (string | number)[];

/** `S`, `N`, `BOOL` and so on. */
export function typeOf(value: AttributeValue): string {
  return Object.entries(value).find(([, content]) => content !== undefined)?.[0] ?? 'NULL';
}

export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const step of path) {
    value = typeof step === 'number' ? value?.L?.[step] : value?.M?.[step];
    if (value === undefined) return undefined;
  }
  return value;
}

/** The item with `value` at `path`, or without anything there; undefined when the way there does not exist. */
export function withValueAt(item: Item, path: Path, value: AttributeValue | undefined): Item | undefined {
  return put({ M: item }, path, value)?.M;
}

function put(target: AttributeValue, path: Path, value: AttributeValue | undefined): AttributeValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (target.L === undefined) return undefined;
    const list = [...target.L];
    const existing = list[step];
    if (rest.length === 0) {
      if (value === undefined) list.splice(step, 1);
      // A position past the end appends.
      else list[Math.min(step, list.length)] = value;
      return { L: list };
    }
    const inner = existing === undefined ? undefined : put(existing, rest, value);
    if (inner === undefined) return undefined;
    list[step] = inner;
    return { L: list };
  }
  if (target.M === undefined) return undefined;
  const { [step]: existing, ...others } = target.M;
  if (rest.length === 0) return { M: value === undefined ? others : { ...target.M, [step]: value } };
  const inner = existing === undefined ? undefined : put(existing, rest, value);
  return inner === undefined ? undefined : { M: { ...target.M, [step]: inner } };
}

export function isEqual(a: AttributeValue, b: AttributeValue): boolean {
  if (typeOf(a) !== typeOf(b)) return false;
  return compare(a, b) === 0 || canonical(a) === canonical(b);
}

/** Less than, equal to or greater than 0; undefined where the two cannot be ordered. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.N !== undefined && b.N !== undefined) return Math.sign(Number(a.N) - Number(b.N));
  if (a.B !== undefined && b.B !== undefined) return Buffer.compare(a.B, b.B);
  return undefined;
}

/** What the function `size` gives; undefined for a type that has none. */
export function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.M !== undefined) return Object.keys(value.M).length;
  const list = value.B ?? value.L ?? value.SS ?? value.NS ?? value.BS;
  return list?.length;
}

/** Whether a string has a substring, or a set or list a member. */
export function containsValue(container: AttributeValue, wanted: AttributeValue): boolean {
  if (container.S !== undefined) return wanted.S !== undefined && container.S.includes(wanted.S);
  if (container.SS !== undefined) return wanted.S !== undefined && container.SS.includes(wanted.S);
  if (container.NS !== undefined) return container.NS.some((N) => isEqual({ N }, wanted));
  return container.L?.some((member) => isEqual(member, wanted)) ?? false;
}

/** The same text for equal values: sets and maps have no order, numbers no spelling. */
function canonical(value: AttributeValue): string {
  if (value.N !== undefined) return `N${Number(value.N)}`;
  if (value.B !== undefined) return `B${Buffer.from(value.B).toString('base64')}`;
  if (value.L !== undefined) return `L[${value.L.map(canonical).join()}]`;
  if (value.M !== undefined) {
    const entries = Object.entries(value.M).sort(([a], [b]) => (a < b ? -1 : 1));
    return `M{${entries.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
  }
  if (value.SS !== undefined) return `SS${JSON.stringify(value.SS.toSorted())}`;
  if (value.NS !== undefined) return `NS${JSON.stringify(value.NS.map(Number).toSorted((a, b) => a - b))}`;
  return JSON.stringify(value);
}
