import type { HeartbeatColumn } from './manifest';

/** The team's own tables: no system's, no extension's, no temporary ones. */
const OWN_TABLES = `from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and c.relpersistence = 'p'
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
    and not exists (
      select from pg_catalog.pg_depend e
      where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e'
    )`;

/** Schema, table and estimated rows: -1 where PostgreSQL has never looked. */
export const TABLES_SQL = `select n.nspname, c.relname, cast(c.reltuples as bigint) ${OWN_TABLES}
  order by n.nspname collate "C", c.relname collate "C"`;

/** The same text for the same tables, columns, indexes and constraints, whatever their order. */
export const FINGERPRINT_SQL = `with own as (select c.oid, n.nspname, c.relname ${OWN_TABLES})
  select md5(coalesce(string_agg(line, chr(10) order by line collate "C"), ''))
  from (
    select concat_ws(' ', 'column', nspname, relname, attname, format_type(atttypid, atttypmod), attnotnull,
      pg_get_expr(adbin, adrelid)) as line
    from own join pg_catalog.pg_attribute on attrelid = own.oid and attnum > 0 and not attisdropped
      left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
    union all
    select pg_get_indexdef(indexrelid) from own join pg_catalog.pg_index on indrelid = own.oid
    union all
    select concat_ws(' ', 'constraint', nspname, relname, conname, pg_get_constraintdef(k.oid))
    from own join pg_catalog.pg_constraint k on conrelid = own.oid
  ) lines`;

/** Every index that amcheck can verify: B-trees that are valid (PostgreSQL, amcheck, bt_index_check). */
export const INDEXES_SQL = `with own as (select c.oid ${OWN_TABLES})
  select n.nspname, i.relname
  from own
    join pg_catalog.pg_index x on x.indrelid = own.oid and x.indisvalid and x.indisready
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    join pg_catalog.pg_am a on a.oid = i.relam and a.amname = 'btree'
    join pg_catalog.pg_namespace n on n.oid = i.relnamespace
  order by n.nspname collate "C", i.relname collate "C"`;

/** The schema that holds the functions of amcheck; no row where the extension is not there. */
export const AMCHECK_SQL = `select n.nspname from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'amcheck'`;

export function countSql(table: string): string {
  return `select count(*) from ${quoteName(table)}`;
}

/** Milliseconds since the epoch. */
export function newestSql({ table, column }: HeartbeatColumn): string {
  return `select cast(floor(extract(epoch from max("${column}")) * 1000) as bigint) from ${quoteName(table)}`;
}

/** The function returns `void`, which is no type that the Data API returns (Aurora User Guide, Data API operations reference). */
export function indexCheckSql(amcheckSchema: string, index: string): string {
  const checked = `"${amcheckSchema}".bt_index_check(cast(${quoteText(quoteName(index))} as regclass), true)`;
  return `select cast(${checked} as text)`;
}

/** One row for each damaged place. */
export function heapCheckSql(amcheckSchema: string, table: string): string {
  const relation = `cast(${quoteText(quoteName(table))} as regclass)`;
  return `select msg from "${amcheckSchema}".verify_heapam(relation => ${relation}, check_toast => true) limit 5`;
}

/** `public.orders` from the two columns of a list. */
export function nameOf(schema: unknown, name: unknown): string {
  return `${String(schema)}.${String(name)}`;
}

/** A schema's name holds no dot; a table's may. */
function quoteName(name: string): string {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)].map((part) => `"${part.replaceAll('"', '""')}"`).join('.');
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
