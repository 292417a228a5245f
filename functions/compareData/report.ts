import type * as z from 'zod';
import { counted } from '../shared/words';
import type { CompareCursor, ComparisonResult, IndexedTable, NotCompared, Output } from './contract';
import type { objectsOf } from './objects';

type Answer = z.input<typeof Output>;

const MOST_TABLES = 50;
const NOTHING = { deleted: 0, changed: 0, added: 0, tablesCompared: 0, tablesNotCompared: 0 };

export function working(detail: string, cursor: CompareCursor, nextPollSeconds: number): Answer {
  return {
    phase: 'working',
    detail,
    nextPollSeconds,
    cursor,
    summary: { ...NOTHING, dataApiCalls: cursor.dataApiCalls, bytes: cursor.bytes },
    tables: [],
    tablesLeftOut: 0,
    notCompared: [],
    notComparedLeftOut: 0,
    indexObject: null,
  };
}

export function done(
  { tables, notCompared }: ComparisonResult,
  { dataApiCalls, bytes }: CompareCursor,
  objects: ReturnType<typeof objectsOf>,
): Answer {
  const sum = (of: (table: IndexedTable) => number) => tables.reduce((all, table) => all + of(table), 0);
  const summary = {
    deleted: sum(({ deleted }) => deleted),
    changed: sum(({ changed }) => changed),
    added: sum(({ added }) => added),
    tablesCompared: tables.length,
    tablesNotCompared: notCompared.length,
    dataApiCalls,
    bytes,
  };
  const told = tables
    .filter((table) => differencesIn(table) > 0 || table.notes.length > 0)
    .sort((a, b) => differencesIn(b) - differencesIn(a));
  return {
    phase: 'done',
    detail: describe(summary, notCompared),
    nextPollSeconds: 0,
    cursor: null,
    summary,
    // Columns and keys of objects are in the index alone: the contract leaves them out.
    tables: told.slice(0, MOST_TABLES).map((table) => ({
      ...table,
      listPrefix: differencesIn(table) > 0 ? objects.folderOf(table.table) : null,
    })),
    tablesLeftOut: Math.max(0, told.length - MOST_TABLES),
    notCompared: notCompared.slice(0, MOST_TABLES),
    notComparedLeftOut: Math.max(0, notCompared.length - MOST_TABLES),
    indexObject: objects.index,
  };
}

function describe(summary: Answer['summary'], notCompared: readonly NotCompared[]): string {
  const { deleted, changed, added, tablesCompared } = summary;
  const rows =
    deleted + changed + added === 0
      ? 'no row differs'
      : `${counted(deleted, 'row')} deleted since, ${changed} changed, ${added} added`;
  const left = notCompared.length === 0 ? '' : `; ${notCompared.length} not compared`;
  return `${counted(tablesCompared, 'table')} compared: ${rows}${left}.`;
}

function differencesIn({ deleted, changed, added }: Pick<IndexedTable, 'deleted' | 'changed' | 'added'>): number {
  return deleted + changed + added;
}
