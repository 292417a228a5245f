import type { SqlParameter } from '@aws-sdk/client-rds-data';
import { type DataSession, SqlError, type StatementResult } from '../../data/data-store';
import { AwsError } from '../../service';
import type { Region, World } from '../../world';
import { notModelled } from '../not-modelled';
import { databaseError } from './connections';
import { toPositional } from './named-parameters';
import { castOf, valueOf } from './parameter-values';
import { runningTimeMs } from './running-time';

/** A statement runs for at most this long (RDS Data API Reference, ExecuteStatement). */
const TIMEOUT_MS = 45_000;
const MAXIMUM_SQL_LENGTH = 65_536;

/** One statement with its named parameters. */
export interface Statement {
  readonly clusterArn: string;
  readonly sql: string;
  readonly parameters: readonly SqlParameter[];
  /** Whether it goes on when its caller has been told that it took too long. */
  readonly goesOn?: boolean;
}

/** Runs it; virtual time passes by the rows that it went through. */
export async function runStatement(
  region: Region,
  session: DataSession,
  { clusterArn, sql, parameters, goesOn = false }: Statement,
): Promise<StatementResult> {
  const { world } = region;
  if (sql.length > MAXIMUM_SQL_LENGTH) {
    throw new AwsError('BadRequestException', `The SQL statement is longer than ${MAXIMUM_SQL_LENGTH} characters`);
  }
  const byName = new Map(parameters.map((parameter) => [parameter.name ?? '', parameter]));
  const get = (name: string): SqlParameter => {
    const parameter = byName.get(name);
    if (parameter === undefined) throw new AwsError('BadRequestException', `Cannot find parameter: ${name}`);
    return parameter;
  };
  const statement = toPositional(sql, (name) => castOf(get(name)));
  const [keyword] = statement.wallClockKeywords;
  if (keyword !== undefined) throw notModelled(`SQL with ${keyword} (write now() instead, which gives virtual time)`);
  try {
    const result = await session.execute(
      statement.sql,
      statement.names.map((name) => valueOf(get(name))),
    );
    await passTime(world, runningTimeMs(region, clusterArn, result.plannedRows ?? 0), { session, goesOn, result });
    return result;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw await asAwsError(world, error);
  }
}

/** A statement that takes too long is cancelled, with the transaction that it is in. */
async function passTime(
  world: World,
  durationMs: number,
  statement: { readonly session: DataSession; readonly goesOn: boolean; readonly result: StatementResult },
): Promise<void> {
  const { session, goesOn, result } = statement;
  if (durationMs <= TIMEOUT_MS) {
    if (durationMs > 0) await world.scheduler.sleep(durationMs);
    return;
  }
  if (!goesOn) {
    // PostgreSQL has committed it already, and AWS would have cancelled it.
    if (result.changedRows > 0 && !session.inTransaction)
      throw notModelled('a statement that changes rows for more than 45 seconds, outside of a transaction');
    // After an error PostgreSQL takes nothing but the end of a transaction.
    if (session.inTransaction) await session.execute('SELECT 1 / 0', []).catch(() => undefined);
  }
  await world.scheduler.sleep(TIMEOUT_MS);
  throw timedOut();
}

/** PostgreSQL, Error Codes: query_canceled, lock_not_available; the text is that of an end of the lock_timeout, not of NOWAIT. */
async function asAwsError(world: World, error: SqlError): Promise<AwsError> {
  if (error.sqlState === '42601' && error.message.includes('multiple commands')) {
    // Aurora User Guide, Comparing Data API behaviors, "Multistatement support".
    return new AwsError('ValidationException', "Multistatements aren't supported.");
  }
  const waited = error.sqlState === '55P03' && error.message.includes('lock timeout');
  if (error.sqlState === '57P01') return databaseError(error, 'FATAL');
  if (error.sqlState !== '57014' && !waited) return databaseError(error);
  // It waits for another session's lock, which virtual time does not release.
  await world.scheduler.sleep(TIMEOUT_MS);
  return timedOut();
}

function timedOut(): AwsError {
  return new AwsError('StatementTimeoutException', 'Request timed out');
}
