import { isNamed } from '../shared/aws-errors';
import type { Database, Rows } from '../shared/data-api';
import { counted } from '../shared/words';
import type { Moments } from './aws';
import type { CommitCandidate } from './contract';
import {
  commitsSql,
  planSql,
  READ_ONLY_SQL,
  SETTINGS_SQL,
  type QualifiedTable,
  tablesOf,
  TRACKS_COMMITS_SQL,
} from './sql';

export interface Candidates {
  /** Most rows first; null where the cluster does not keep when a transaction was committed. */
  readonly candidates: readonly CommitCandidate[] | null;
  readonly notes: readonly string[];
}

/** A predicate reads few; each may take the longest that a statement can. */
const MOST_TABLES = 10;
const MOST_CANDIDATES = 10;

/**
 * When rows that the predicate reads were inserted or updated, where `track_commit_timestamp` is on. It is a hint where to
 * look first: a table that cannot be searched is left out, and deletes leave no row to ask.
 */
export async function findCandidates(
  moments: Moments,
  database: Database & { readonly database: string },
  predicate: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Candidates> {
  const readOnly = async (sql: string, parameters = {}): Promise<Rows> =>
    await moments.read(database, async (query) => {
      await query(READ_ONLY_SQL);
      await query(SETTINGS_SQL);
      return await query(sql, parameters);
    });
  const [[tracks = false] = []] = await readOnly(TRACKS_COMMITS_SQL);
  if (tracks !== true) return { candidates: null, notes: [] };
  const plan = await readOnly(planSql(predicate));
  const tables = tablesOf(String(plan[0]?.[0] ?? '[]'));
  const found = new Map<string, CommitCandidate>();
  const notes: string[] = [];
  for (const table of tables.slice(0, MOST_TABLES)) {
    try {
      for (const [transaction, atMs, rows] of await readOnly(commitsSql(table), { from, to })) {
        const id = String(transaction);
        const at = new Date(Number(atMs)).toISOString();
        found.set(id, { transaction: id, at, rows: (found.get(id)?.rows ?? 0) + Number(rows) });
      }
    } catch (error) {
      if (!isNamed(error, 'DatabaseErrorException')) throw error;
      notes.push(`Not searched for the times of its commits: ${nameOf(table)} (${error.message.slice(0, 200)}).`);
    }
  }
  if (tables.length > MOST_TABLES) {
    notes.push(`Not searched for the times of their commits: ${counted(tables.length - MOST_TABLES, 'more table')}.`);
  }
  const candidates = [...found.values()].toSorted((one, other) => other.rows - one.rows).slice(0, MOST_CANDIDATES);
  return { candidates, notes };
}

function nameOf({ schema, name }: QualifiedTable): string {
  return `${schema}.${name}`;
}
