/*
 * What a repair keeps in the live database while it works: a lock that ends with its transaction, and a table with a row for
 * each transaction that was committed.
 */

/**
 * One repair works in a database at a time. The lock says whose transaction is in the way: the Data API opens its connections
 * itself, and an application_name that a session sets stays with whoever gets it next.
 */
const LOCK = { group: 20_556, repair: 1 } as const;

export const LOCK_SQL = `SELECT pg_try_advisory_xact_lock(${LOCK.group}, ${LOCK.repair})`;

/** PostgreSQL, pg_locks: two keys of four bytes have objsubid 2. */
const HOLDER = `pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${LOCK.group} AND l.objid = ${LOCK.repair} AND l.objsubid = 2
  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())`;

/** process, when its state changed last, and whether it waits for a statement */
export const HOLDER_SQL = `SELECT a.pid, a.state_change::text, a.state LIKE 'idle in transaction%' FROM ${HOLDER}`;

/** Ends the transaction that holds the lock, where it still is that process's. */
export const END_HOLDER_SQL = `SELECT pg_terminate_backend(a.pid) FROM ${HOLDER} AND a.pid = :pid
  AND a.state_change::text = :since`;

const SCHEMA = 'pilot_light_repair';
const MARKERS = `${SCHEMA}.committed_batches`;

export const HAS_MARKERS_SQL = `SELECT to_regclass('${MARKERS}') IS NOT NULL`;
export const MARKERS_SQL = `SELECT batch::text FROM ${MARKERS} WHERE recovery_id = :recovery AND plan_id = :plan ORDER BY from_chunk`;
export const MAKE_MARKERS_SQL: readonly string[] = [
  `CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`,
  `CREATE TABLE IF NOT EXISTS ${MARKERS} (recovery_id text, plan_id text, from_chunk int, batch json NOT NULL,
  PRIMARY KEY (recovery_id, plan_id, from_chunk))`,
];
export const MARK_SQL = `INSERT INTO ${MARKERS} (recovery_id, plan_id, from_chunk, batch)
VALUES (:recovery, :plan, :from, :batch::json)`;
export const FORGET_SQL = `DELETE FROM ${MARKERS} WHERE recovery_id = :recovery`;
export const ARE_MARKERS_LEFT_SQL = `SELECT EXISTS (SELECT FROM ${MARKERS})`;
/** Nothing but what the repair has made; the schema goes where nothing else is in it. */
export const DROP_MARKERS_SQL = `DROP TABLE ${MARKERS}`;
export const IS_SCHEMA_EMPTY_SQL = `SELECT NOT EXISTS (
  SELECT FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
  WHERE d.refclassid = 'pg_namespace'::regclass AND n.nspname = '${SCHEMA}')`;
export const DROP_SCHEMA_SQL = `DROP SCHEMA ${SCHEMA}`;

/**
 * table, rows inserted, updated and deleted by this transaction: those of earlier ones of the same session that are not
 * counted elsewhere yet are in it too, so a difference of two answers says what was done between (PostgreSQL, Cumulative
 * Statistics System, pg_stat_xact_all_tables). Temporary tables and the markers are the repair's own.
 */
export const WRITTEN_SQL = `SELECT schemaname || '.' || relname, n_tup_ins, n_tup_upd, n_tup_del
FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 AND schemaname !~ '^pg_' AND schemaname <> '${SCHEMA}'`;

/** Sets a sequence forward, never back. */
export const SET_FORWARD_SQL = `SELECT setval(:sequence::regclass, :to::bigint, true)::text
FROM pg_sequences v WHERE quote_ident(v.schemaname) || '.' || quote_ident(v.sequencename) = :sequence
  AND CASE WHEN v.increment_by > 0 THEN :to::bigint > coalesce(v.last_value, v.min_value - 1)
    ELSE :to::bigint < coalesce(v.last_value, v.max_value + 1) END`;
