import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, type Parameters, type Rows, toRows } from '../shared/data-api';
import { InvariantViolationError } from '../shared/errors';
import { whenResumed } from '../shared/resuming';

export interface Target extends Database {
  readonly region: string;
  readonly database: string;
}

/** One transaction of the Data API: one statement at a time. */
export interface Transaction {
  query(sql: string, parameters?: Parameters): Promise<Rows>;
  commit(): Promise<void>;
  /** Ends it without effect; one that is over already is no error. */
  rollback(): Promise<void>;
}

export interface Repair {
  begin(target: Target): Promise<Transaction>;
  /** The text of an object; undefined where there is none. */
  read(bucket: string, key: string): Promise<string | undefined>;
  write(bucket: string, key: string, text: string): Promise<void>;
}

/**
 * The answer of a statement comes after at most 45 seconds. Nothing is repeated by the SDK: a statement whose answer was lost
 * may have run, and its transaction is rolled back.
 */
const rdsData = (region: string) =>
  new RDSDataClient({ ...clientSettings({ region, requestTimeoutMs: 50_000 }), maxAttempts: 1 });
const s3 = lazy(() => new S3Client(clientSettings()));

export const aws: Repair = {
  async begin({ region, clusterArn: resourceArn, secretArn, database }) {
    const client = rdsData(region);
    const target = { resourceArn, secretArn };
    const { transactionId } = await whenResumed(() =>
      client.send(new BeginTransactionCommand({ ...target, database })),
    );
    if (transactionId === undefined)
      throw new InvariantViolationError('the Data API began a transaction without an id');
    return {
      async query(sql, given = {}) {
        const parameters = Object.entries(given).map(([name, value]) => ({
          name,
          value: typeof value === 'number' ? { longValue: value } : { stringValue: value },
        }));
        const statement = { ...target, database, transactionId, sql, parameters };
        return toRows((await client.send(new ExecuteStatementCommand(statement))).records);
      },
      async commit() {
        await client.send(new CommitTransactionCommand({ ...target, transactionId }));
      },
      async rollback() {
        // Otherwise it ends by itself after three minutes (RDS Data API Reference, BeginTransaction).
        await client.send(new RollbackTransactionCommand({ ...target, transactionId })).catch(() => undefined);
      },
    };
  },

  async read(bucket, key) {
    try {
      const answer = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToString();
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    }
  },

  async write(bucket, key, text) {
    const ContentType = key.endsWith('.json') ? 'application/json' : 'text/plain; charset=utf-8';
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType }));
  },
};
