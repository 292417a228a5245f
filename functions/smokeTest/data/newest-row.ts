import { type Cell, sqlStateOf } from '../../shared/data-api';
import { columnsSql, hasRowsSql, isTimeType, newestRowSql } from '../../shared/newest-row-sql';
import { counted, duration, oneLine } from '../../shared/words';
import type { DataCheckRun, Restored } from './check-run';
import type { NewestRow } from './settings';

const LONGEST_VALUE = 60;
const DAY_SECONDS = 86_400;

/** What a person would recognise: the newest row of a table that the team has named, in one sentence. */
export function newestRowCheck(restored: Restored, wanted: NewestRow): DataCheckRun {
  let said = '';
  return {
    name: `newest row of ${wanted.table}`,
    items: async () => [wanted.table],
    look: async () => {
      const found = (await restored.query(columnsSql(wanted.table))).map(([column, type]) =>
        [column, type].map(String),
      );
      const types = new Map(found.map(([column = '', type = '']) => [column, type]));
      const missing = judgeColumns(wanted, [...types.keys()]);
      if (missing !== undefined) return missing;
      said = await say(restored, wanted, isTimeType(types.get(wanted.orderBy) ?? ''));
      return undefined;
    },
    passed: () => said,
    isSentence: true,
  };
}

export function judgeColumns({ table, orderBy, show }: NewestRow, columns: readonly string[]): string | undefined {
  if (columns.length === 0) return `${table} is not there, and validation.newestRows names it`;
  const missing = [...new Set([orderBy, ...show])].filter((column) => !columns.includes(column));
  if (missing.length === 0) return undefined;
  return `${table} has no column ${missing.join(', ')}, and validation.newestRows names ${missing.length === 1 ? 'it' : 'them'}`;
}

async function say(restored: Restored, wanted: NewestRow, isTime: boolean): Promise<string> {
  const { table, orderBy, show } = wanted;
  try {
    const [row] = await restored.queryText(newestRowSql(table, orderBy, show, isTime));
    if (row !== undefined) return describeNewest(wanted, row, isTime ? restored.recoveryPointMs : undefined);
    const [any] = await restored.query(hasRowsSql(table));
    return any === undefined ? `${table} is empty.` : `No row of ${table} has a value in ${orderBy}.`;
  } catch (error) {
    // PostgreSQL, Appendix A: query_canceled. Nothing is wrong with the data.
    if (sqlStateOf(error) !== '57014') throw error;
    return `The newest row of ${table} was not found within ${restored.settings.statementTimeoutSeconds} seconds: an index on ${orderBy} would help.`;
  }
}

/** @param recoveryPointMs where the last cell is a time in milliseconds since the epoch */
export function describeNewest(
  { table, name = `row of ${table}`, orderBy, show }: NewestRow,
  row: readonly Cell[],
  recoveryPointMs: number | undefined,
): string {
  const values = show.flatMap((column, index) => (column === orderBy ? [] : [`${column} ${shown(row[index])}`]));
  const last = row[show.length];
  const which =
    recoveryPointMs === undefined ? `has ${orderBy} ${shown(last)}` : `is of ${ageOf(Number(last), recoveryPointMs)}`;
  return `The newest ${name} ${which}${values.length === 0 ? '' : `: ${values.join(', ')}`}.`;
}

function ageOf(atMs: number, recoveryPointMs: number): string {
  const at = new Date(atMs);
  // PostgreSQL's times go further than those of ECMAScript.
  if (Number.isNaN(at.getTime())) return `a time that no calendar has (${atMs} ms)`;
  const seconds = Math.abs(recoveryPointMs - atMs) / 1000;
  const long = seconds < 2 * DAY_SECONDS ? duration(seconds) : counted(Math.round(seconds / DAY_SECONDS), 'day');
  const iso = at.toISOString();
  const minute = iso.slice(0, -':00.000Z'.length).replace('T', ' ');
  return `${minute} UTC, ${long} ${atMs > recoveryPointMs ? 'after' : 'before'} the recovery point`;
}

/** Long ones are cut, and one that is not a single word is quoted. */
function shown(value: Cell | undefined): string {
  if (value === null || value === undefined) return 'null';
  const text = oneLine(String(value), LONGEST_VALUE);
  return /^[\w.:+@/-]+$/.test(text) ? text : JSON.stringify(text);
}
