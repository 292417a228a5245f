import * as z from 'zod';
import { quoteIdentifier, settingsSql } from '../shared/row-text';

/** Must come before any query (PostgreSQL, SET TRANSACTION). */
export const READ_ONLY_SQL = 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** A statement ends before the 45 seconds of the Data API (RDS Data API Reference, ExecuteStatement). */
export const LONGEST_STATEMENT_SECONDS = 40;
/** Filtered rows are an error and not an answer; `row_security` as in a comparison. */
export const SETTINGS_SQL = settingsSql({
  statement_timeout: String(LONGEST_STATEMENT_SECONDS * 1000),
  lock_timeout: '5000',
  TimeZone: 'UTC',
  row_security: 'off',
});

export const TRACKS_COMMITS_SQL = "SELECT current_setting('track_commit_timestamp') = 'on'";
export const BYTES_SQL = 'SELECT sum(pg_database_size(oid))::bigint FROM pg_database WHERE datallowconn';

/** Whether it is an expression or a SELECT: as a scalar subquery both give one value. Evaluated once: OFFSET 0 keeps it apart. */
export function valueSql(predicate: string): string {
  return `SELECT pg_typeof(p.v)::text, p.v::text FROM (SELECT (${bare(predicate)}\n) AS v OFFSET 0) AS p`;
}

export function planSql(predicate: string): string {
  return `EXPLAIN (VERBOSE, FORMAT JSON) SELECT (${bare(predicate)}\n)`;
}

function bare(predicate: string): string {
  return predicate.trim().replace(/[;\s]+$/, '');
}

export interface QualifiedTable {
  readonly schema: string;
  readonly name: string;
}

interface PlanNode {
  readonly Schema?: string | undefined;
  readonly 'Relation Name'?: string | undefined;
  readonly Plans?: readonly PlanNode[] | undefined;
}
const PlanNode: z.ZodType<PlanNode> = z.lazy(() =>
  z.object({
    Schema: z.string().optional(),
    'Relation Name': z.string().optional(),
    Plans: z.array(PlanNode).optional(),
  }),
);
const Plans = z.array(z.object({ Plan: PlanNode }));

/** The tables that a plan reads, without those of PostgreSQL itself (PostgreSQL, EXPLAIN: VERBOSE names the schemas). */
export function tablesOf(plan: string): readonly QualifiedTable[] {
  const found = new Map<string, QualifiedTable>();
  const visit = ({ Schema: schema = '', 'Relation Name': name, Plans: children = [] }: PlanNode) => {
    if (name !== undefined && !/^(pg_|information_schema$)/.test(schema))
      found.set(`${schema}.${name}`, { schema, name });
    children.forEach(visit);
  };
  for (const { Plan } of Plans.parse(JSON.parse(plan))) visit(Plan);
  return [...found.values()];
}

/**
 * Transactions by which rows that are there now were inserted or updated last, within `:from` and `:to`: the transaction,
 * its commit in milliseconds since the epoch, and its rows. Rows that were deleted since are not there to say so.
 */
export function commitsSql({ schema, name }: QualifiedTable): string {
  return `SELECT c.x::text, (extract(epoch FROM c.at) * 1000)::bigint::text, c.n::text
FROM (SELECT g.x, g.n, pg_xact_commit_timestamp(g.x) AS at
  FROM (SELECT t.xmin AS x, count(*) AS n FROM ${quoteIdentifier(schema)}.${quoteIdentifier(name)} AS t GROUP BY t.xmin) AS g) AS c
WHERE c.at > CAST(:from AS timestamptz) AND c.at <= CAST(:to AS timestamptz)
ORDER BY c.n DESC, c.at LIMIT 20`;
}
