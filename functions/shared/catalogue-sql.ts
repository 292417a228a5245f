import type { HeartbeatColumn } from './manifest';
import { quoteIdentifier } from './row-text';

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

/** Schema, table, columns and primary key, both as JSON, whether the key is one whole number, and bytes with TOAST. */
export const CONTENT_TABLES_SQL = `with own as (select c.oid, n.nspname, c.relname ${OWN_TABLES})
  select nspname, relname,
    (select cast(json_agg(attname order by attname collate "C") as text) from pg_catalog.pg_attribute
      where attrelid = own.oid and attnum > 0 and not attisdropped),
    (select cast(json_agg(attname order by attname collate "C") as text) from pg_catalog.pg_index
      join pg_catalog.pg_attribute on attrelid = indrelid and attnum = any (indkey)
      where indrelid = own.oid and indisprimary),
    (select count(*) = 1 and bool_and(format_type(atttypid, null) in ('smallint', 'integer', 'bigint'))
      from pg_catalog.pg_index join pg_catalog.pg_attribute on attrelid = indrelid and attnum = any (indkey)
      where indrelid = own.oid and indisprimary),
    pg_table_size(own.oid)
  from own order by nspname collate "C", relname collate "C"`;

/**
 * Schema, table, and rows inserted, updated and deleted since a time that changes with the server, the statistics and the file of
 * the table, as TRUNCATE and a rewrite change it (PostgreSQL, The Cumulative Statistics System). No row where nothing is counted.
 */
export const WRITES_SQL = `with own as (select c.oid, n.nspname, c.relname ${OWN_TABLES})
  select nspname, relname,
    concat_ws(' ', pg_postmaster_start_time(), pg_stat_get_db_stat_reset_time(d.oid), pg_relation_filenode(own.oid)),
    pg_stat_get_tuples_inserted(own.oid), pg_stat_get_tuples_updated(own.oid), pg_stat_get_tuples_deleted(own.oid)
  from own join pg_catalog.pg_database d on d.datname = current_database()
  where current_setting('track_counts') = 'on'`;

/** A line for each extension, role, membership, grant on a table, collation, and constraint that is not validated. */
export const CATALOGUE_SQL = `with own as (select c.oid, n.nspname, c.relname, c.relacl ${OWN_TABLES})
  select line from (
    select concat_ws(' ', 'extension', extname, extversion) as line from pg_catalog.pg_extension
    union all
    select concat_ws(' ', 'role', rolname, case when rolcanlogin then 'login' end, case when rolbypassrls then 'bypassrls' end)
    from pg_catalog.pg_roles where rolname !~ '^(pg_|rds)'
    union all
    select concat_ws(' ', 'member', m.rolname, 'of', r.rolname) from pg_catalog.pg_auth_members a
      join pg_catalog.pg_roles m on m.oid = a.member join pg_catalog.pg_roles r on r.oid = a.roleid
    where m.rolname !~ '^(pg_|rds)'
    union all
    select concat_ws(' ', 'grant', string_agg(distinct g.privilege_type, ',' order by g.privilege_type), 'on',
      nspname || '.' || relname, 'to', coalesce(e.rolname, 'public'))
    from own cross join lateral aclexplode(relacl) g left join pg_catalog.pg_roles e on e.oid = g.grantee
    group by nspname, relname, e.rolname
    union all
    select concat_ws(' ', 'collation', datcollate, pg_database_collation_actual_version(oid)) from pg_catalog.pg_database
    where datname = current_database()
    union all
    select concat_ws(' ', 'rebuild', datcollate, 'was', datcollversion) from pg_catalog.pg_database
    where datname = current_database() and datcollversion <> pg_database_collation_actual_version(oid)
    union all
    select concat_ws(' ', 'unvalidated', nspname || '.' || relname, conname)
    from own join pg_catalog.pg_constraint k on conrelid = own.oid and not convalidated
  ) lines order by line collate "C"`;

/** Every sequence that belongs to a column, with what it gives upwards: its schema and name, and those of table and column. */
export const SEQUENCES_SQL = `with own as (select c.oid, n.nspname, c.relname ${OWN_TABLES})
  select sn.nspname, s.relname, own.nspname, own.relname, a.attname
  from own
    join pg_catalog.pg_depend d on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = own.oid
      and d.classid = 'pg_catalog.pg_class'::regclass and d.deptype in ('a', 'i')
    join pg_catalog.pg_class s on s.oid = d.objid and s.relkind = 'S'
    join pg_catalog.pg_namespace sn on sn.oid = s.relnamespace
    join pg_catalog.pg_sequence q on q.seqrelid = s.oid and q.seqincrement > 0
    join pg_catalog.pg_attribute a on a.attrelid = own.oid and a.attnum = d.refobjsubid
  order by sn.nspname collate "C", s.relname collate "C"`;

/** How far a sequence has got, null where it was never used, and the largest value of its column. */
export function sequenceSql(sequence: string, table: string, column: string): string {
  return `select (select case when is_called then last_value end from ${quoteName(sequence)}),
    (select max(${quoteIdentifier(column)}) from ${quoteName(table)})`;
}

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
export function nameParts(name: string): readonly [schema: string, name: string] {
  const dot = name.indexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

export function quoteName(name: string): string {
  return nameParts(name).map(quoteIdentifier).join('.');
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
