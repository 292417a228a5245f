import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  type RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { isNamed } from './aws-errors';
import { InvariantViolationError } from './errors';

export type Cell = string | number | boolean | null;
export type Rows = readonly (readonly Cell[])[];

/** A cluster and the secret that opens it. */
export interface Database {
  readonly clusterArn: string;
  readonly secretArn: string;
}

export interface ReadOnly {
  readonly database: string;
  /** @default the master user itself: some functions, such as those of amcheck, are not a reader's */
  readonly role?: string;
  readonly statementTimeoutMs: number;
}

/**
 * One statement that can change nothing: in a read-only transaction, as a role that may only read, for a limited time,
 * and rolled back. The Data API knows no password but the master user's, so the role is taken inside the transaction.
 */
export async function queryReadOnly(
  client: RDSDataClient,
  { clusterArn: resourceArn, secretArn }: Database,
  { database, role, statementTimeoutMs }: ReadOnly,
  sql: string,
): Promise<Rows> {
  const target = { resourceArn, secretArn };
  const { transactionId } = await client.send(new BeginTransactionCommand({ ...target, database }));
  if (transactionId === undefined) throw new InvariantViolationError('the Data API began a transaction without an id');
  try {
    const settings = [
      "set_config('transaction_read_only', 'on', true)",
      `set_config('statement_timeout', '${statementTimeoutMs}', true)`,
      ...(role === undefined ? [] : [`set_config('role', '${role}', true)`]),
    ];
    const run = (text: string) =>
      client.send(new ExecuteStatementCommand({ ...target, database, transactionId, sql: text }));
    // A transaction that has read cannot be made writable again (PostgreSQL, SET TRANSACTION).
    await run(`select ${settings.join(', ')}`);
    return toRows((await run(sql)).records);
  } finally {
    // A transaction that is not rolled back here ends by itself after three minutes (RDS Data API, BeginTransaction).
    await client.send(new RollbackTransactionCommand({ ...target, transactionId })).catch(() => undefined);
  }
}

export function toRows(records: readonly (readonly Field[])[] | undefined): Rows {
  return (records ?? []).map((row) => row.map(toCell));
}

function toCell(field: Field): Cell {
  if (field.isNull) return null;
  return field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue ?? null;
}

/** PostgreSQL's five characters, at the end of the Data API's text: `…; SQLState: 42501`. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!isNamed(error, 'DatabaseErrorException')) return undefined;
  return /SQLState: ([0-9A-Z]{5})/.exec(error.message)?.[1];
}
