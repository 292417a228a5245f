import type { Client } from 'pg';

/**
 * Makes PostgreSQL's clock and randomness the simulation's own, so that `DEFAULT now()` writes virtual time and the
 * same seed writes the same rows. The functions of these names are replaced; the originals keep theirs with a suffix.
 *
 * The standard's keywords (`CURRENT_TIMESTAMP` and its kin) are compiled into PostgreSQL's grammar and cannot be
 * replaced: the RDS Data service refuses them, see `WALL_CLOCK_KEYWORDS`.
 */
export const VIRTUAL_TIME_SQL = [
  ...['now', 'statement_timestamp', 'transaction_timestamp', 'clock_timestamp'].flatMap((name) => [
    `ALTER FUNCTION pg_catalog.${name}() RENAME TO ${name}_of_the_machine`,
    `CREATE FUNCTION pg_catalog.${name}() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
       AS $$ SELECT to_timestamp(current_setting('pilotlight.now')::float8) $$`,
  ]),
  'ALTER FUNCTION pg_catalog.gen_random_uuid() RENAME TO gen_random_uuid_of_the_machine',
  `CREATE FUNCTION pg_catalog.gen_random_uuid() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
     AS $$ SELECT overlay(overlay(md5(random()::text || random()::text) placing '4' from 13) placing 'a' from 17)::uuid $$`,
];

/**
 * What the database sees as now and draws its random numbers from, until the next call. Returns where its log ends: all
 * that was committed before this instant is before that.
 */
export async function setVirtualTime(client: Client, moment: Moment): Promise<string> {
  const { rows } = await client.query<{ position: string }>(
    "SELECT set_config('pilotlight.now', $1, false), setseed($2), pg_current_wal_insert_lsn() AS position",
    [(moment.nowMs / 1000).toFixed(3), moment.seed],
  );
  return rows[0]?.position ?? '';
}

/** Where the log of a server ends. */
export async function positionOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ position: string }>('SELECT pg_current_wal_insert_lsn() AS position');
  return rows[0]?.position ?? '';
}

export interface Moment {
  readonly nowMs: number;
  /** In [0, 1); may be drawn when it is read. */
  readonly seed: number;
}

export const WALL_CLOCK_KEYWORDS: ReadonlySet<string> = new Set([
  'current_timestamp',
  'current_date',
  'current_time',
  'localtimestamp',
  'localtime',
]);
