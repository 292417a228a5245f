import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  type RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
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
  /** Others, for the transaction. */
  readonly settings?: Readonly<Record<string, string>>;
}

export type Parameters = Readonly<Record<string, string | number>>;

/** One statement, which is committed. */
export async function execute(
  client: RDSDataClient,
  { clusterArn: resourceArn, secretArn }: Database,
  database: string,
  sql: string,
  parameters: Parameters = {},
): Promise<Rows> {
  const statement = { resourceArn, secretArn, database, sql, parameters: toParameters(parameters) };
  return toRows((await client.send(new ExecuteStatementCommand(statement))).records);
}

export function toParameters(parameters: Parameters): SqlParameter[] {
  return Object.entries(parameters).map(toParameter);
}

function toParameter([name, value]: [string, string | number]): SqlParameter {
  return { name, value: typeof value === 'number' ? { longValue: value } : { stringValue: value } };
}

/**
 * One statement that can change nothing: in a read-only transaction, as a role that may only read, for a limited time,
 * and rolled back. Where the secret is the master user's, the role is taken inside the transaction.
 */
export async function queryReadOnly(
  client: RDSDataClient,
  { clusterArn: resourceArn, secretArn }: Database,
  { database, role, statementTimeoutMs, settings: more = {} }: ReadOnly,
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
      ...Object.entries(more).map(([name, value]) => `set_config('${name}', '${value}', true)`),
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

/**
 * Whether the database lets the user of the secret in no more, or not yet. PostgreSQL: invalid_password, which it also says
 * of a role that is not there, and invalid_authorization_specification of one that may not log in. The Data API of
 * Serverless v1 said BadRequestException for it, in the same words.
 */
export function isWrongPassword(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState === '28P01' || sqlState === '28000') return true;
  return isNamed(error, 'BadRequestException') && error.message.includes('password authentication failed');
}

/** PostgreSQL's five characters, at the end of the Data API's text: `…; Hint: …; Position: 8; SQLState: 42501`. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!isNamed(error, 'DatabaseErrorException')) return undefined;
  return /SQLState: ([0-9A-Z]{5})\s*$/.exec(error.message)?.[1];
}
