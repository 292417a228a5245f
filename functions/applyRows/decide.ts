import type { RowCounts, RowsRequest } from './contract';

export type Operation = 'insert' | 'update';

/** One line of a comparison's list. */
export interface Listed {
  readonly key: readonly string[];
  /** The row as it was. */
  readonly row: string;
  /** The row as the live cluster had it when it was compared; of a changed row. */
  readonly live?: string | undefined;
  /** The transaction that wrote that. */
  readonly xmin?: string | undefined;
}

/** What becomes of a row, by what is in the live cluster now. */
export type RowVerdict =
  | { readonly kind: 'insert' }
  /** The row that is there is overwritten; the undo has it. */
  | { readonly kind: 'update' }
  | { readonly kind: 'keep' }
  | { readonly kind: 'refuse' };

/** How the row that is in the live cluster now differs from what the comparison saw. */
export type Since =
  /** It is as the comparison saw it. */
  | 'same'
  /** There is one again, or another text. */
  | 'written'
  /** Of a changed row: there is none any more. */
  | 'deleted';

/**
 * A changed row is taken back where a transaction that did the damage wrote it last, or where the older row is to be taken in
 * any case. Whatever was written after the comparison is newer than the damage, and the policy says what becomes of it.
 */
export function decideRow(
  operation: Operation,
  { xmin }: Pick<Listed, 'xmin'>,
  since: Since,
  { changedSince, transactions }: Pick<RowsRequest, 'changedSince' | 'transactions'>,
): RowVerdict {
  const isDamage = operation === 'insert' || (xmin !== undefined && (transactions ?? []).includes(xmin));
  if (since === 'same' && isDamage) return { kind: operation };
  if (changedSince === 'keepNewer') return { kind: 'keep' };
  if (changedSince === 'refuse') return { kind: 'refuse' };
  return { kind: since === 'deleted' ? 'insert' : 'update' };
}

/** A foreign key between tables of the repair, by their places in its list. */
export interface Reference {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly deferrable: boolean;
}

export interface TableOrder {
  /** Places, parents first, as far as there are no circles. */
  readonly order: readonly number[];
  /** Foreign keys of circles, those of a table to itself included: no order satisfies them. */
  readonly circular: readonly Reference[];
}

export function orderTables(count: number, references: readonly Reference[]): TableOrder {
  const left = new Set(Array.from({ length: count }, (_, place) => place));
  const order: number[] = [];
  const isReady = (place: number) => !references.some(({ from, to }) => from === place && to !== place && left.has(to));
  while (left.size > 0) {
    // Where every table waits for another one, there is a circle: one that others reach again goes first.
    const next = [...left].find(isReady) ?? [...left].find((place) => reaches(place, place, references, left));
    const chosen = next ?? [...left][0] ?? 0;
    left.delete(chosen);
    order.push(chosen);
  }
  const place = new Map(order.map((table, index) => [table, index]));
  const circular = references.filter(({ from, to }) => (place.get(to) ?? 0) >= (place.get(from) ?? 0));
  return { order, circular };
}

function reaches(
  from: number,
  target: number,
  references: readonly Reference[],
  among: ReadonlySet<number>,
  seen: Set<number> = new Set(),
): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  return references.some(
    (each) =>
      each.from === from &&
      among.has(each.to) &&
      (each.to === target || reaches(each.to, target, references, among, seen)),
  );
}

/**
 * What travels in one call of the Data API, which takes 4 MiB and answers 1 MiB (RDS Data API Reference, ExecuteStatement): `bytes`
 * of the texts in an answer, and `sent` of them in a request.
 */
export const CHUNK = { rows: 4000, bytes: 700_000, sent: 3_000_000 } as const;

/** Of a chunk, how much texts take: 1 is all of it. In a request they are JSON in JSON, where a quote takes four bytes. */
export function shareOf(...texts: readonly (string | undefined)[]): number {
  const all = texts.join('');
  const sent = Buffer.byteLength(JSON.stringify(JSON.stringify(all)));
  return Math.max(Buffer.byteLength(all) / CHUNK.bytes, sent / CHUNK.sent);
}

/** Consecutive chunks that one transaction takes: at least one, then as many as the bounds allow. */
export function nextBatch(
  rowsOf: readonly number[],
  from: number,
  bounds: { readonly rows: number; readonly chunks: number },
): number {
  let to = from + 1;
  let rows = rowsOf[from] ?? 0;
  while (to < rowsOf.length && to - from < bounds.chunks && rows + (rowsOf[to] ?? 0) <= bounds.rows) {
    rows += rowsOf[to] ?? 0;
    to += 1;
  }
  return to;
}

/** How many transactions it takes. */
export function batchesOf(rowsOf: readonly number[], rows: number): number {
  let batches = 0;
  for (let from = 0; from < rowsOf.length; batches += 1) {
    from = nextBatch(rowsOf, from, { rows, chunks: Number.POSITIVE_INFINITY });
  }
  return batches;
}

/** A transaction that has not moved for this long has lost its function: one that works makes a call every few seconds. */
const ABANDONED_AFTER_MS = 60_000;

/** Whether a transaction that is in the way may be ended: the same one, idle, as it was a minute ago. */
export function isAbandoned(
  before: { readonly pid: number; readonly since: string; readonly seenAt: string } | null,
  now: { readonly pid: number; readonly since: string; readonly isIdle: boolean },
  nowMs: number,
): boolean {
  if (before === null || !now.isIdle) return false;
  if (before.pid !== now.pid || before.since !== now.since) return false;
  return nowMs - Date.parse(before.seenAt) >= ABANDONED_AFTER_MS;
}

export const NO_ROWS: RowCounts = { insert: 0, update: 0, keptNewer: 0, refused: 0, notMovable: 0 };

export function sumOf(all: readonly RowCounts[]): RowCounts {
  return all.reduce(
    (sum, each) => ({
      insert: sum.insert + each.insert,
      update: sum.update + each.update,
      keptNewer: sum.keptNewer + each.keptNewer,
      refused: sum.refused + each.refused,
      notMovable: sum.notMovable + each.notMovable,
    }),
    NO_ROWS,
  );
}

/**
 * What is wrong with a predicate before a database sees it; undefined where it is one expression. It is written between
 * parentheses, which nothing in it may close, and ends nowhere else than they do.
 */
export function flawOfPredicate(predicate: string): string | undefined {
  const TOKEN =
    /\b[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|[();'"]|--|\/\*/g;
  let depth = 0;
  for (const [token] of predicate.matchAll(TOKEN)) {
    if (token === ';') return 'it has a semicolon: write one expression';
    if (token === '--' || token === '/*') return 'it has a comment: write it without';
    if (token === "'" || token === '"') return `it has a ${token} that nothing ends`;
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth < 0) return 'it closes a parenthesis that it has not opened';
  }
  return depth > 0 ? 'it opens a parenthesis that it does not close' : undefined;
}
