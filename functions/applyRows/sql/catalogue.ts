/**
 * What a database says of the tables that a parameter names: `:names`, a JSON array of `schema.table`. Types that the Data API
 * does not return are cast to text. `search_path` is `pg_catalog`, so that types are written with their schema.
 */

const NAMED = `named AS (
  SELECT c.oid, n.nspname || '.' || c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND n.nspname || '.' || c.relname IN (SELECT json_array_elements_text(:names::json))
)`;

/** table, column, type, whether it takes no NULL, whether it has a default, generated (`s`), identity (`a`, `d`) */
export const COLUMNS_SQL = `WITH ${NAMED}
SELECT named.name, a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.atthasdef OR a.attidentity <> '', a.attgenerated::text, a.attidentity::text
FROM named JOIN pg_attribute a ON a.attrelid = named.oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY named.name COLLATE "C", a.attnum`;

/**
 * table, whether it has rules, whether the user may read, insert, update and delete, whether it is partitioned; of a partition
 * the uppermost table, and the columns of that one's unique indexes as JSON
 */
export const TABLES_SQL = `WITH ${NAMED}
SELECT named.name, EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid),
  has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
    AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'), c.relkind = 'p',
  rn.nspname || '.' || r.relname,
  (SELECT coalesce(json_agg(u.columns), '[]')::text FROM (
    SELECT json_agg(a.attname) AS columns FROM pg_index x CROSS JOIN unnest(x.indkey::int2[]) k(num)
      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.num
    WHERE x.indrelid = r.oid AND x.indisunique AND x.indpred IS NULL AND x.indexprs IS NULL GROUP BY x.indexrelid) u)
FROM named JOIN pg_class c ON c.oid = named.oid
  LEFT JOIN pg_class r ON r.oid = pg_partition_root(c.oid) AND r.oid <> c.oid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace`;

/**
 * name, referencing table, referenced table, their columns, the types of the referenced ones, deferrable, and as JSON arrays
 * which of the named tables are, or are partitions of, the one and the other. A key to a partitioned table has a copy for each
 * of its partitions, which says nothing by itself (PostgreSQL, pg_constraint.conparentid).
 */
export const FOREIGN_KEYS_SQL = `WITH ${NAMED},
ancestors AS (
  SELECT named.name, a.relid AS oid FROM named, LATERAL pg_partition_ancestors(named.oid) a
  UNION SELECT named.name, named.oid FROM named
)
SELECT k.conname::text, fn.nspname || '.' || f.relname, tn.nspname || '.' || t.relname,
  (SELECT json_agg(a.attname ORDER BY u.ord)::text FROM unnest(k.conkey) WITH ORDINALITY u(num, ord)
    JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num),
  (SELECT json_agg(a.attname ORDER BY u.ord)::text FROM unnest(k.confkey) WITH ORDINALITY u(num, ord)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
  (SELECT json_agg(format_type(a.atttypid, a.atttypmod) ORDER BY u.ord)::text
    FROM unnest(k.confkey) WITH ORDINALITY u(num, ord)
    JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.num),
  k.condeferrable,
  (SELECT coalesce(json_agg(DISTINCT x.name), '[]')::text FROM ancestors x WHERE x.oid = k.conrelid),
  (SELECT coalesce(json_agg(DISTINCT x.name), '[]')::text FROM ancestors x WHERE x.oid = k.confrelid)
FROM pg_constraint k
  JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
  JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE k.contype = 'f'
  AND (k.conrelid IN (SELECT oid FROM named) OR k.confrelid IN (SELECT oid FROM ancestors))
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = k.conparentid AND p.conrelid = k.conrelid)
ORDER BY 2, 1`;

/** table, index, its columns as a JSON array; null where it is on an expression or a part of the rows */
export const UNIQUE_SQL = `WITH ${NAMED}
SELECT named.name, i.relname::text,
  CASE WHEN x.indpred IS NULL AND x.indexprs IS NULL THEN
    (SELECT json_agg(a.attname ORDER BY u.ord)::text
      FROM unnest(x.indkey::int2[]) WITH ORDINALITY u(num, ord) JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.num
      WHERE u.ord <= x.indnkeyatts) END
FROM named JOIN pg_index x ON x.indrelid = named.oid AND x.indisunique AND x.indislive
  JOIN pg_class i ON i.oid = x.indexrelid
ORDER BY 1, 2`;

/** table, its columns and their types as JSON arrays, and the same of its primary key; no row where it has none */
export const PRIMARY_KEYS_SQL = `WITH ${NAMED}
SELECT named.name,
  (SELECT json_agg(a.attname ORDER BY a.attnum)::text FROM pg_attribute a
    WHERE a.attrelid = named.oid AND a.attnum > 0 AND NOT a.attisdropped),
  json_agg(k.attname ORDER BY u.ord)::text, json_agg(format_type(k.atttypid, k.atttypmod) ORDER BY u.ord)::text
FROM named JOIN pg_index x ON x.indrelid = named.oid AND x.indisprimary
  CROSS JOIN unnest(x.indkey::int2[]) WITH ORDINALITY u(num, ord)
  JOIN pg_attribute k ON k.attrelid = x.indrelid AND k.attnum = u.num
GROUP BY 1, named.oid`;

/** table, trigger, when it fires: O where sessions are no replica's, R where they are, A always (pg_trigger.tgenabled) */
export const TRIGGERS_SQL = `WITH ${NAMED}
SELECT named.name, g.tgname::text, g.tgenabled::text
FROM named JOIN pg_trigger g ON g.tgrelid = named.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D'
ORDER BY 1, 2`;

/** table, column, sequence, its last value as text or null, its increment, and whether the user may set it */
export const SEQUENCES_SQL = `WITH ${NAMED},
owned AS (
  SELECT d.refobjid AS relid, d.refobjsubid AS num, d.objid AS seq FROM pg_depend d
  WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  UNION
  SELECT f.adrelid, f.adnum, d.refobjid FROM pg_attrdef f
    JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
)
SELECT named.name, a.attname::text, quote_ident(n.nspname) || '.' || quote_ident(s.relname), v.last_value::text,
  v.increment_by::text, has_sequence_privilege(s.oid, 'UPDATE')
FROM named JOIN owned ON owned.relid = named.oid
  JOIN pg_class s ON s.oid = owned.seq AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
  JOIN pg_sequences v ON v.schemaname = n.nspname AND v.sequencename = s.relname
  JOIN pg_attribute a ON a.attrelid = named.oid AND a.attnum = owned.num
ORDER BY 1, 2`;
