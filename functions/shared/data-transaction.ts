import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type Field,
  type RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { type Database, type Parameters, toParameters } from './data-api';
import { InvariantViolationError } from './errors';
import { whenResumed } from './resuming';

/** One transaction of the Data API: one statement at a time. */
export interface DataTransaction {
  records(sql: string, parameters?: Parameters): Promise<readonly (readonly Field[])[]>;
  commit(): Promise<void>;
  /** Ends it without effect; one that is over already is no error. */
  rollback(): Promise<void>;
}

/** Begins one, also in a database that has to resume first. */
export async function beginTransaction(
  client: RDSDataClient,
  { clusterArn: resourceArn, secretArn, database }: Database & { readonly database: string },
): Promise<DataTransaction> {
  const target = { resourceArn, secretArn };
  const { transactionId } = await whenResumed(() => client.send(new BeginTransactionCommand({ ...target, database })));
  if (transactionId === undefined) throw new InvariantViolationError('the Data API began a transaction without an id');
  return {
    async records(sql, parameters = {}) {
      const statement = { ...target, database, transactionId, sql, parameters: toParameters(parameters) };
      return (await client.send(new ExecuteStatementCommand(statement))).records ?? [];
    },
    async commit() {
      await client.send(new CommitTransactionCommand({ ...target, transactionId }));
    },
    async rollback() {
      // Otherwise it ends by itself after three minutes (RDS Data API Reference, BeginTransaction).
      await client.send(new RollbackTransactionCommand({ ...target, transactionId })).catch(() => undefined);
    },
  };
}
