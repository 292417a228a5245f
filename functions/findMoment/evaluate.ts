import { isNamed } from '../shared/aws-errors';
import { type Database, sqlStateOf } from '../shared/data-api';
import type { Moments } from './aws';
import { LONGEST_STATEMENT_SECONDS, READ_ONLY_SQL, SETTINGS_SQL, valueSql } from './sql';

/** `problem`: it is no predicate, in words that say what to write; `late`: it took too long. */
export type Evaluated =
  | { readonly kind: 'value'; readonly value: boolean }
  | { readonly kind: 'problem' | 'late'; readonly why: string };

/** Classes of errors that are about the statement or the data, and come again (PostgreSQL, Error Codes). */
const LASTING = /^(0A|21|22|23|25006|2F|38|39|42|P0)/;
const WRITE = 'write one expression, or one SELECT, that gives one boolean and only reads';

/** What the predicate says in one cluster, in a transaction that can change nothing. */
export async function evaluate(
  moments: Moments,
  database: Database & { readonly database: string },
  sql: string,
): Promise<Evaluated> {
  try {
    const rows = await moments.read(database, async (query) => {
      await query(READ_ONLY_SQL);
      await query(SETTINGS_SQL);
      return await query(valueSql(sql));
    });
    const [type, value] = rows[0] ?? [];
    if (type !== 'boolean') return problem(`it gives ${String(type ?? 'nothing')}, not boolean: ${WRITE}`);
    if (value === null || value === undefined) {
      return problem('it gives NULL, which is neither true nor false: write coalesce(…, false) around it');
    }
    return { kind: 'value', value: value === 'true' || value === true };
  } catch (error) {
    return judged(error);
  }
}

function judged(error: unknown): Evaluated {
  const state = sqlStateOf(error);
  if (!isNamed(error, 'DatabaseErrorException') || state === undefined) throw error;
  // query_canceled, which is what statement_timeout comes to.
  if (state === '57014') {
    return {
      kind: 'late',
      why: `it takes more than ${LONGEST_STATEMENT_SECONDS} seconds: write one that uses an index`,
    };
  }
  if (!LASTING.test(state)) throw error;
  const text = error.message.replace(/\s+/g, ' ').trim();
  if (state === '25006') return problem(`it would write (${text}): ${WRITE}`);
  // undefined_table: what is gone now was there before, and there is a way to ask for that.
  if (state === '42P01') {
    return problem(`${text}. Of a table that is gone write to_regclass('public.orders') IS NOT NULL`);
  }
  return problem(`${text}. ${WRITE.replace('write', 'Write')}`);
}

function problem(why: string): Evaluated {
  return { kind: 'problem', why };
}
