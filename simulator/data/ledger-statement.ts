import type { StatementResult } from './data-store';
import type { Ledger } from './ledger';

export type LedgerValues = readonly (string | Uint8Array | null)[];

export interface LedgerStatement {
  /** Fits a statement with single spaces, none beside brackets and commas. */
  readonly pattern: RegExp;
  /** Adds rows or changes what tables and roles there are. */
  readonly isChange?: boolean;
  readonly run: (
    ledger: Ledger,
    groups: Readonly<Record<string, string | undefined>>,
    values: LedgerValues,
  ) => StatementResult;
}

/** Fits one statement, however it is spaced. */
export function exactly(sql: string): RegExp {
  return new RegExp(`^${singleSpaced(sql).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}

/** The text that patterns fit. */
export function singleSpaced(sql: string): string {
  return sql
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1')
    .trim();
}
