import { nameParts, quoteName } from './catalogue-sql';
import { quoteIdentifier, quoteLiteral } from './row-text';

/** More of a value is never shown, and a row of the Data API stays small. */
const LONGEST_TEXT = 200;

const TIME_TYPES: ReadonlySet<string> = new Set(['timestamp with time zone', 'timestamp without time zone', 'date']);

/** Whether the age of a value of this type, as PostgreSQL's `format_type` names it, can be worked out. */
export function isTimeType(type: string): boolean {
  return TIME_TYPES.has(type);
}

/** Columns of a table or a view, with their types; no row where it is not there. */
export function columnsSql(table: string): string {
  const [schema, name] = nameParts(table);
  return `select a.attname, format_type(a.atttypid, null) from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = ${quoteLiteral(schema)} and c.relname = ${quoteLiteral(name)}
    and c.relkind in ('r', 'p', 'v', 'm', 'f') and a.attnum > 0 and not a.attisdropped`;
}

/**
 * The newest row by a column: the columns to show, and last the column itself, a time in milliseconds since the epoch. A time
 * that is `infinity` is no time of a row.
 */
export function newestRowSql(table: string, orderBy: string, show: readonly string[], isTime: boolean): string {
  const by = quoteIdentifier(orderBy);
  const textOf = (column: string) => `left(cast(${column} as text), ${LONGEST_TEXT})`;
  const shown = show.map((column) => textOf(quoteIdentifier(column)));
  const last = isTime ? `cast(floor(extract(epoch from ${by}) * 1000) as bigint)` : textOf(by);
  const ties = show.map((_, index) => index + 1);
  return `select ${[...shown, last].join(', ')} from ${quoteName(table)}
  where ${isTime ? `isfinite(${by})` : `${by} is not null`} order by ${[`${by} desc`, ...ties].join(', ')} limit 1`;
}

export function hasRowsSql(table: string): string {
  return `select 1 from ${quoteName(table)} limit 1`;
}
