import * as z from 'zod';
import { LONGEST_RANGE_DAYS, NEAR_ENOUGH_SECONDS } from '../../shared/moment-search';
import { filled, LONGEST_NAME, LONGEST_REASON, orNull, problemsOf, recoveryPointArn } from '../common/request-fields';

/** How long a restored cluster may be kept: longer than the log of most clusters reaches, and nobody forgets it for good. */
export const MOST_HOURS = 168;
const DEFAULT_HOURS = 24;
const HOUR_MS = 3_600_000;

const MOMENT = 'write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z, or leave it out';
const TABLE = 'write schema and table, such as "public.orders"';
const HOURS = `write a whole number of hours from 1 to ${MOST_HOURS}, or leave it out`;

const FIND = 'write {"sql": …, "from": …, "to": …}, or leave it out';
const FIND_SQL = 'write a predicate in SQL that was true before the damage and is false now';
const FIND_TIME = 'write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z';
const DAY_MS = 86_400_000;

const moment = z.iso.datetime({ offset: true, error: MOMENT }).nullish().transform(orNull);
const table = z.string(TABLE).regex(/^[^.\s]+\.[^.]+$/, TABLE);

/**
 * What a recovery from damaged data is started with: the input of the state machine. Each message says what to write
 * instead; a field that is null counts as left out.
 */
export const CorruptionInput = z.strictObject({
  /** `inspect` changes nothing, `rows` brings rows back, `export` keeps the restored cluster for a person. */
  mode: z
    .enum(['inspect', 'rows', 'export'], "write 'inspect', 'rows' or 'export'")
    .nullish()
    .transform((mode) => mode ?? 'inspect'),
  reason: filled(LONGEST_REASON, 'write why, in one sentence'),
  requestedBy: filled(LONGEST_NAME, 'write who requests it'),
  /** The moment before the damage. */
  at: moment,
  /** Of the primary's vault, in place of a moment. */
  recoveryPointArn,
  /** Where nobody knows the moment: it is searched for within a range; `to` is now where it is left out. */
  find: z
    .strictObject(
      {
        sql: filled(10_000, FIND_SQL),
        from: z.iso.datetime({ offset: true, error: FIND_TIME }),
        to: z.iso
          .datetime({ offset: true, error: `${FIND_TIME}, or leave it out` })
          .nullish()
          .transform(orNull),
      },
      FIND,
    )
    .nullish()
    .transform(orNull),
  /** Of which rows are compared, and brought back; all where it is left out. */
  tables: z
    .array(table, 'write a list of tables, such as ["public.orders"]')
    .min(1, 'write at least one table, or leave it out')
    .nullish()
    .transform(orNull),
  /** By table, a predicate in SQL on the row as it was. */
  where: z
    .record(table, filled(10_000, 'write a predicate, such as "region = 7"'), 'write a predicate by table')
    .nullish()
    .transform(orNull),
  listFrom: z
    .string('write the prefix of a comparison')
    .regex(
      /^corruption\/[^/]+\/[^/]+\/?$/,
      'write the prefix of a comparison, such as "corruption/20260105-012500/before"',
    )
    .nullish()
    .transform(orNull),
  transactions: z
    .array(
      z.string().regex(/^\d+$/, 'write a transaction as digits'),
      'write a list of transactions, such as ["74291"]',
    )
    .nullish()
    .transform(orNull),
  changedSince: z
    .enum(['keepNewer', 'takeOlder', 'refuse'], "write 'keepNewer', 'takeOlder' or 'refuse'")
    .nullish()
    .transform(orNull),
  triggers: z.enum(['fire', 'skip'], "write 'fire' or 'skip'").nullish().transform(orNull),
  keepUntil: moment,
  keepHours: z.int(HOURS).min(1, HOURS).max(MOST_HOURS, HOURS).nullish().transform(orNull),
});
export type CorruptionInput = z.output<typeof CorruptionInput>;

/** With its defaults, and as the functions take it. */
export const CorruptionRequest = z.strictObject({
  mode: z.enum(['inspect', 'rows', 'export']),
  reason: z.string(),
  requestedBy: z.string(),
  /** Of a search: once it has found one. */
  at: z.string().nullable(),
  recoveryPointArn: z.string().nullable(),
  find: z.strictObject({ sql: z.string(), from: z.string(), to: z.string().nullable() }).nullable().default(null),
  /** Null: all. */
  tablesCompared: z.array(z.string()).nullable(),
  /** As `applyRows` takes it; null in the other modes. */
  rows: z
    .strictObject({
      tables: z.array(z.string()).nullable(),
      where: z.record(z.string(), z.string()).nullable(),
      listFrom: z.string().nullable(),
      transactions: z.array(z.string()).nullable(),
      changedSince: z.enum(['keepNewer', 'takeOlder', 'refuse']),
      triggers: z.enum(['fire', 'skip']),
    })
    .nullable(),
  keepUntil: z.string().nullable(),
});
export type CorruptionRequest = z.output<typeof CorruptionRequest>;

/** Every problem of an input as `field: write …`; empty when there is none. */
export function corruptionProblems(input: unknown, nowMs: number): readonly string[] {
  const problems = problemsOf(
    CorruptionInput,
    input,
    'write a JSON object with reason, requestedBy, and one of at, recoveryPointArn and find',
  );
  const parsed = CorruptionInput.safeParse(input);
  return [
    ...problems,
    ...(parsed.success ? [...together(parsed.data, nowMs), ...rangeProblems(parsed.data.find, nowMs)] : []),
  ];
}

/** What can be said of a range without looking at the cluster: how far its log reaches is known later. */
function* rangeProblems(find: CorruptionInput['find'], nowMs: number): Generator<string> {
  if (find === null) return;
  const now = new Date(nowMs).toISOString();
  const [fromMs, toMs] = [Date.parse(find.from), find.to === null ? nowMs : Date.parse(find.to)];
  if (fromMs > nowMs) yield `find.from: write a moment that is over; ${find.from} is in the future (it is ${now})`;
  else if (toMs > nowMs) {
    yield `find.to: write a moment that is over, or leave it out; ${find.to} is in the future (it is ${now})`;
  } else if (fromMs >= toMs) {
    yield `find.from: write a moment before find.to; ${find.from} is not before ${find.to ?? now}`;
  } else if (toMs - fromMs <= NEAR_ENOUGH_SECONDS * 1000) {
    yield `find.from: leave find out, and write ${find.from} for at: the range is ${(toMs - fromMs) / 1000} seconds, and nothing narrower than ${NEAR_ENOUGH_SECONDS} is searched for`;
  } else if (toMs - fromMs > LONGEST_RANGE_DAYS * DAY_MS) {
    yield `find.from: write a moment at most ${LONGEST_RANGE_DAYS} days before find.to: no log reaches further back`;
  }
}

function* together(input: CorruptionInput, nowMs: number): Generator<string> {
  const { mode, at, recoveryPointArn: point, find, keepUntil, keepHours } = input;
  const given = [at, point, find].filter((each) => each !== null).length;
  if (find !== null && given > 1) {
    yield 'find: leave it out, or at and recoveryPointArn: it searches for the moment that they name';
  } else if (given !== 1) {
    yield `at: write the moment before the damage, or recoveryPointArn or find in its place: ${given === 0 ? 'one of them is needed' : 'not both'}`;
  }
  if (at !== null && Date.parse(at) > nowMs) {
    yield `at: write a moment that is over; ${at} is in the future (it is ${new Date(nowMs).toISOString()})`;
  }
  if (mode !== 'rows') {
    for (const field of ['where', 'listFrom', 'transactions', 'changedSince', 'triggers'] as const) {
      if (input[field] !== null)
        yield `${field}: write "rows" for mode, or leave it out: nothing is brought back otherwise`;
    }
  }
  if (mode === 'export' && input.tables !== null) yield 'tables: leave it out: an export is the whole cluster';
  if (keepHours !== null && mode !== 'export') yield 'keepHours: write "export" for mode, or keepUntil in its place';
  if (keepHours !== null && keepUntil !== null) yield 'keepHours: leave it out, or keepUntil';
  if (keepUntil === null) return;
  const inHours = (Date.parse(keepUntil) - nowMs) / HOUR_MS;
  if (inHours <= 0) yield `keepUntil: write a time to come; ${keepUntil} is over`;
  if (inHours > MOST_HOURS)
    yield `keepUntil: write a time within ${MOST_HOURS} hours: what is kept costs money every hour`;
}

/** What the machine works with. The input has no problem. */
export function corruptionRequest(input: unknown, nowMs: number): CorruptionRequest {
  const parsed = CorruptionInput.parse(input);
  const {
    mode,
    reason,
    requestedBy,
    at,
    find,
    recoveryPointArn: point,
    tables,
    where,
    listFrom,
    transactions,
  } = parsed;
  const hours = mode === 'export' ? (parsed.keepHours ?? DEFAULT_HOURS) : null;
  const ofWhere = where === null ? null : Object.keys(where);
  const tablesWanted = tables ?? ofWhere;
  return {
    mode,
    reason,
    requestedBy,
    at,
    recoveryPointArn: point,
    find,
    tablesCompared: tablesWanted,
    rows:
      mode === 'rows'
        ? {
            tables: tablesWanted,
            where,
            listFrom,
            transactions,
            changedSince: parsed.changedSince ?? 'keepNewer',
            triggers: parsed.triggers ?? 'skip',
          }
        : null,
    keepUntil: parsed.keepUntil ?? (hours === null ? null : new Date(nowMs + hours * HOUR_MS).toISOString()),
  };
}
