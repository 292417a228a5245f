import { InvalidRequestError } from '../../shared/errors';
import type { RowsRequest } from '../contract';
import { flawOfPredicate } from '../decide';
import type { ComparedTable, ComparisonIndex } from '../objects';

export type SelectedTable = ComparedTable & {
  readonly key: string[];
  /** What its rows must have been. */
  readonly predicate: string | undefined;
};

/**
 * The tables of a comparison that a request means: those with rows that are deleted or changed.
 *
 * @throws InvalidRequestError where it names one that was not compared, or has a predicate that is none
 */
export function selectTables(index: ComparisonIndex, { tables, where }: RowsRequest): readonly SelectedTable[] {
  const partitionsOf = (name: string) =>
    index.tables.filter(({ partitionOf }) => partitionOf.includes(name)).map(({ table }) => table);
  // A partitioned table means its partitions, as in the comparison.
  const expand = (name: string) => (partitionsOf(name).length > 0 ? partitionsOf(name) : [name]);
  const named = (tables ?? index.tables.map(({ table }) => table)).flatMap(expand);
  for (const table of named) requireCompared(index, table);
  for (const [table, predicate] of Object.entries(where ?? {})) {
    if (!expand(table).some((each) => named.includes(each))) {
      for (const each of expand(table)) requireCompared(index, each);
      throw new InvalidRequestError(
        `where: "${table}" is not among the tables: add it to them, or leave its predicate out`,
      );
    }
    const flaw = flawOfPredicate(predicate);
    if (flaw !== undefined) throw new InvalidRequestError(`where of ${table}: ${flaw}`);
  }
  return index.tables.flatMap((table) => {
    if (!named.includes(table.table) || !hasKey(table) || !hasRows(table)) return [];
    const [predicate] = [table.table, ...table.partitionOf].flatMap((name) => where?.[name] ?? []);
    return [{ ...table, predicate }];
  });
}

function requireCompared(index: ComparisonIndex, table: string): void {
  const found = index.tables.find((each) => each.table === table);
  if (found !== undefined && hasKey(found)) return;
  const left = index.notCompared.find((each) => each.table === table);
  if (left !== undefined || found !== undefined) {
    const reason = left?.reason ?? 'no-key';
    const detail = left?.detail ? ` (${left.detail})` : '';
    throw new InvalidRequestError(
      `tables: "${table}" was not compared: ${REASONS[reason] ?? reason}${detail}. Bring its rows back from the restored cluster by hand (mode export), and leave it out here`,
    );
  }
  const some = index.tables.map((each) => each.table).slice(0, 10);
  throw new InvalidRequestError(
    `tables: "${table}" is in neither cluster's comparison: write schema and table${some.length === 0 ? '' : `, such as ${some.join(', ')}`}`,
  );
}

const REASONS: Readonly<Record<string, string>> = {
  'no-key': 'it has no primary key and no unique index without NULL',
  unlogged: 'it is unlogged, and empty after any restore',
  'columns-differ': 'its columns are not those of the restored cluster',
  'missing-in-live': 'the live cluster has no such table any more',
  'missing-in-restored': 'the restored cluster had no such table yet',
};

function hasKey(table: ComparedTable): table is ComparedTable & { readonly key: string[] } {
  return table.key !== null && table.key.length > 0;
}

function hasRows({ objects }: ComparedTable): boolean {
  return (objects.deleted ?? []).length + (objects.changed ?? []).length > 0;
}
