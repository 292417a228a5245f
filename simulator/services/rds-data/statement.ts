import type { SqlParameter } from '@aws-sdk/client-rds-data';
import { type DataSession, SqlError, type StatementResult } from '../../data/data-store';
import { AwsError } from '../../service';
import type { World } from '../../world';
import { notModelled } from '../not-modelled';
import { databaseError } from './connections';
import { toPositional } from './named-parameters';
import { castOf, valueOf } from './parameter-values';

/** A statement runs for at most this long (RDS Data API Reference, ExecuteStatement). */
const TIMEOUT_MS = 45_000;
const MAXIMUM_SQL_LENGTH = 65_536;

/** Runs one statement with its named parameters. */
export async function runStatement(
  world: World,
  session: DataSession,
  sql: string,
  parameters: readonly SqlParameter[],
): Promise<StatementResult> {
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
    return await session.execute(
      statement.sql,
      statement.names.map((name) => valueOf(get(name))),
    );
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    throw await asAwsError(world, error);
  }
}

/** 57014: the statement took too long. 55P03: it waits for another session's lock, which virtual time does not release. */
async function asAwsError(world: World, error: SqlError): Promise<AwsError> {
  if (error.sqlState !== '57014' && error.sqlState !== '55P03') return databaseError(error);
  await world.scheduler.sleep(TIMEOUT_MS);
  return new AwsError('StatementTimeoutException', 'Request timed out');
}
