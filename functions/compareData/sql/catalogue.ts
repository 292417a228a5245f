import { quoteIdentifier } from '../../shared/row-text';

/** Of one answer, which may have 1 MiB (RDS Data API Reference, ExecuteStatement). */
const PAGE_BYTES = 500_000;
const COLUMNS_A_RECORD = 200;

/**
 * Relations that hold rows, those behind `:schema` and `:name`: schema, name, kind, persistence, whether an extension's, names of
 * the partitioned tables above it (JSON), keys (JSON: arrays of columns, the best first), 200 columns a record (JSON: name, type),
 * rows as PostgreSQL estimates them, and how many relations there are behind. `search_path` is `pg_catalog`, so that a type has
 * its schema.
 */
export const RELATIONS_SQL = `WITH own AS (
  SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, count(*) OVER () AS behind,
    greatest(c.reltuples, CASE WHEN c.relkind = 'r' THEN pg_relation_size(c.oid) / 200 ELSE 0 END)::bigint AS estimate
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'f', 'm') AND c.relpersistence <> 't'
    AND n.nspname NOT IN ('information_schema', 'pilot_light_repair') AND n.nspname !~ '^pg_'
    AND (n.nspname::text COLLATE "C", c.relname::text COLLATE "C") > (:schema::text COLLATE "C", :name::text COLLATE "C")
  ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C" LIMIT 500
),
columns AS (
  SELECT oid, chunk, json_agg(json_build_array(attname, type) ORDER BY place)::text AS columns
  FROM (
    SELECT own.oid, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnum AS place,
      (row_number() OVER (PARTITION BY own.oid ORDER BY a.attnum) - 1) / ${COLUMNS_A_RECORD} AS chunk
    FROM own JOIN pg_attribute a ON a.attrelid = own.oid AND a.attnum > 0 AND NOT a.attisdropped
  ) numbered
  GROUP BY oid, chunk
),
keys AS (
  SELECT indrelid, json_agg(columns ORDER BY indisprimary DESC, json_array_length(columns), name COLLATE "C")::text AS keys
  FROM (
    SELECT x.indrelid, x.indisprimary, i.relname AS name, json_agg(a.attname ORDER BY u.place) AS columns
    FROM own JOIN pg_index x ON x.indrelid = own.oid AND x.indisunique AND x.indisvalid AND x.indpred IS NULL
        AND x.indexprs IS NULL AND (x.indimmediate OR x.indisprimary)
      JOIN pg_class i ON i.oid = x.indexrelid
      CROSS JOIN unnest(x.indkey::int2[]) WITH ORDINALITY u(num, place)
      JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = u.num
    WHERE u.place <= x.indnkeyatts
    GROUP BY x.indexrelid, x.indrelid, x.indisprimary, i.relname
    HAVING bool_and(a.attnotnull)
  ) unique_indexes
  GROUP BY indrelid
),
records AS (
  SELECT own.*, coalesce(columns.chunk, 0) AS chunk, coalesce(columns.columns, '[]') AS columns, coalesce(keys.keys, '[]') AS keys,
    EXISTS (
      SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = own.oid AND e.deptype = 'e'
    ) AS of_extension,
    (SELECT coalesce(json_agg(an.nspname || '.' || ac.relname), '[]')::text
      FROM pg_partition_ancestors(own.oid) p JOIN pg_class ac ON ac.oid = p.relid AND ac.oid <> own.oid
        JOIN pg_namespace an ON an.oid = ac.relnamespace) AS ancestors
  FROM own LEFT JOIN columns ON columns.oid = own.oid LEFT JOIN keys ON keys.indrelid = own.oid
)
SELECT nspname::text, relname::text, relkind::text, relpersistence::text, of_extension, ancestors, keys, columns, estimate, behind
FROM (
  SELECT s.*, sum(bytes) OVER (ORDER BY nspname COLLATE "C", relname COLLATE "C") AS up_to, sum(bytes) OVER (PARTITION BY oid) AS own
  FROM (SELECT *, octet_length(columns) + octet_length(keys) + octet_length(ancestors) + 400 AS bytes FROM records) s
) r
WHERE up_to - own <= ${PAGE_BYTES}
ORDER BY nspname COLLATE "C", relname COLLATE "C", chunk`;

/** They are in no table of the team's own, and so in no comparison of rows. */
export const LARGE_OBJECTS_SQL = 'SELECT count(*)::bigint FROM pg_largeobject_metadata';

const relation = (schema: string, name: string) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;

export function countRowsSql(schema: string, name: string): string {
  return `SELECT count(*)::bigint FROM ONLY ${relation(schema, name)}`;
}

/** `:relation` is the quoted name, as `relationText` has it. */
export const BLOCKS_SQL =
  "SELECT (pg_relation_size(:relation::regclass) / current_setting('block_size')::bigint)::bigint";

export function relationText(schema: string, name: string): string {
  return relation(schema, name);
}

/** Definitions of a table's columns, for whoever has to make it again: at most 8,000 characters. */
export const DEFINITION_SQL = `SELECT left(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) ||
    CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, ', ' ORDER BY a.attnum), 8000)
  FROM pg_attribute a WHERE a.attrelid = :relation::regclass AND a.attnum > 0 AND NOT a.attisdropped`;
