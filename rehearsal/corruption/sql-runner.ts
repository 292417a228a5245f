import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type RDSDataClient,
} from '@aws-sdk/client-rds-data';

/** Where a client of the workload sends its SQL. */
export interface SqlTarget {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string | undefined;
}

/** Runs one statement; returns how many rows it changed. */
export type SqlRunner = (sql: string) => Promise<number>;

export function sqlRunner(client: RDSDataClient, target: SqlTarget): SqlRunner {
  return async (sql) => {
    const { numberOfRecordsUpdated = 0 } = await client.send(new ExecuteStatementCommand({ ...target, sql }));
    return numberOfRecordsUpdated;
  };
}

/** All of them, or none. */
export async function runTogether(
  client: RDSDataClient,
  target: SqlTarget,
  statements: readonly string[],
): Promise<void> {
  const { transactionId } = await client.send(new BeginTransactionCommand(target));
  for (const sql of statements) await client.send(new ExecuteStatementCommand({ ...target, transactionId, sql }));
  await client.send(
    new CommitTransactionCommand({ resourceArn: target.resourceArn, secretArn: target.secretArn, transactionId }),
  );
}
