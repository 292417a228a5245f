import { isNamed } from '../shared/aws-errors';
import { nameOf } from '../shared/catalogue-sql';
import { type Rows, sqlStateOf } from '../shared/data-api';

export interface Policy {
  readonly exactCountLimit: number;
  /** After this no table is counted any more. */
  readonly countUntilMs: number;
}

export interface Table {
  readonly name: string;
  /** Undefined where PostgreSQL has never looked at the table. */
  readonly estimate: number | undefined;
}

export function toTables(rows: Rows): readonly Table[] {
  return rows.map(([schema, name, estimate]) => ({
    name: nameOf(schema, name),
    // PostgreSQL, pg_class.reltuples: -1 means that the row count is unknown.
    estimate: Number(estimate) < 0 ? undefined : Number(estimate),
  }));
}

/** Small tables are counted, large ones estimated; and all are estimated when time is short. */
export function isCounted({ estimate }: Table, policy: Policy, nowMs: number): boolean {
  return (estimate === undefined || estimate <= policy.exactCountLimit) && nowMs < policy.countUntilMs;
}

/** What an error says of the one table that was asked; anything else is no answer about it. */
export function judgeCount(error: unknown): 'tooSlow' | 'unreadable' | 'gone' | 'unknown' {
  // The Data API's own limit of 45 seconds.
  if (isNamed(error, 'StatementTimeoutException')) return 'tooSlow';
  // PostgreSQL, Appendix A, Error Codes: query_canceled, insufficient_privilege, undefined_table.
  switch (sqlStateOf(error)) {
    case '57014':
      return 'tooSlow';
    case '42501':
      return 'unreadable';
    case '42P01':
      return 'gone';
    default:
      return 'unknown';
  }
}
