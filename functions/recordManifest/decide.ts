import { nameOf } from '../shared/catalogue-sql';
import type { Rows } from '../shared/data-api';

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
