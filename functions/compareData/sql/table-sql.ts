import { fieldsOf, quoteIdentifier, rowTextSql } from '../../shared/row-text';

/** A table as its rows are read: the same key and columns, in the same order, on both sides. */
export interface ReadTable {
  readonly schema: string;
  readonly name: string;
  readonly key: readonly string[];
  /** As SQL writes them; of the side that is read. */
  readonly keyTypes: readonly string[];
  readonly columns: readonly string[];
}

/** `ONLY`: the rows of tables that inherit from it are theirs. */
export function fromSql({ schema, name }: Pick<ReadTable, 'schema' | 'name'>): string {
  return `ONLY ${quoteIdentifier(schema)}.${quoteIdentifier(name)} AS t`;
}

/** The key as one text; a table without one has only its rows. */
export function keyTextSql({ key, columns }: ReadTable): string {
  const [column] = key;
  if (column !== undefined && key.length === 1) return `t.${quoteIdentifier(column)}::text`;
  return rowTextSql('t', key.length > 0 ? key : columns);
}

/** The columns of a key, out of its text: `(7,"a b")` is 7 and a b. */
export function keyFieldsOf({ key }: Pick<ReadTable, 'key'>, text: string): readonly string[] {
  return key.length === 1 ? [text] : fieldsOf(text).map((field) => field ?? '');
}

/**
 * A part of a table by where its rows lie: sums over the parts add up. PostgreSQL 14 and later read nothing else for it (TID Range
 * Scan); the last part is open, and the first begins before the first row.
 */
export interface Slice {
  readonly fromBlock: number;
  /** Undefined: to the end. */
  readonly toBlock: number | undefined;
}

export const WHOLE: Slice = { fromBlock: 0, toBlock: undefined };

export function sliceSql({ fromBlock, toBlock }: Slice): string {
  const from = fromBlock === 0 ? [] : [`t.ctid >= '(${fromBlock},0)'::tid`];
  const to = toBlock === undefined ? [] : [`t.ctid < '(${toBlock},0)'::tid`];
  return [...from, ...to, ...(from.length + to.length === 0 ? ['true'] : [])].join(' AND ');
}
