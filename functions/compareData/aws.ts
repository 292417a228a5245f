import {
  BeginTransactionCommand,
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
import { RetryThrottling } from '../shared/retry-throttling';

export interface Side extends Database {
  readonly region: string;
  readonly database: string;
}

export interface SqlAnswer {
  readonly rows: Rows;
  /** Of the answer, as JSON. */
  readonly bytes: number;
}

/** One transaction of the Data API: one statement at a time, and nothing is committed. */
export interface ReadTransaction {
  query(sql: string, parameters?: Parameters): Promise<SqlAnswer>;
  /** One that is over already is no error. */
  end(): Promise<void>;
}

export interface Clusters {
  begin(side: Side): Promise<ReadTransaction>;
  /** The text of an object; undefined where there is none. */
  read(bucket: string, key: string): Promise<string | undefined>;
  write(bucket: string, key: string, text: string): Promise<void>;
}

/**
 * The answer of a statement comes after at most 45 seconds. One whose answer was lost may still run in its transaction, which
 * takes no other then: it is not repeated, the transaction is begun again.
 */
const patientRdsData = (region: string) =>
  new RDSDataClient({
    ...clientSettings({ region, requestTimeoutMs: 50_000 }),
    retryStrategy: new RetryThrottling({ unanswered: 1, throttled: 6 }),
  });
const standbyS3 = lazy(() => new S3Client(clientSettings()));

export const aws: Clusters = clustersOf(patientRdsData, standbyS3);

export function clustersOf(rdsData: (region: string) => RDSDataClient, s3: () => S3Client): Clusters {
  return {
    begin: (side) => begin(rdsData(side.region), side),

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
}

async function begin(
  client: RDSDataClient,
  { clusterArn: resourceArn, secretArn, database }: Side,
): Promise<ReadTransaction> {
  const target = { resourceArn, secretArn };
  const { transactionId } = await whenResumed(() => client.send(new BeginTransactionCommand({ ...target, database })));
  if (transactionId === undefined) throw new InvariantViolationError('the Data API began a transaction without an id');
  return {
    async query(sql, given = {}) {
      const parameters = Object.entries(given).map(([name, value]) => ({
        name,
        value: typeof value === 'number' ? { longValue: value } : { stringValue: value },
      }));
      const statement = { ...target, database, transactionId, sql, parameters };
      const { records = [] } = await client.send(new ExecuteStatementCommand(statement));
      return { rows: toRows(records), bytes: Buffer.byteLength(JSON.stringify(records)) };
    },
    async end() {
      // Otherwise it ends by itself after three minutes (RDS Data API Reference, BeginTransaction).
      await client.send(new RollbackTransactionCommand({ ...target, transactionId })).catch(() => undefined);
    },
  };
}
