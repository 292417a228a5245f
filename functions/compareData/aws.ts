import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, type Parameters, type Rows, toRows } from '../shared/data-api';
import { beginTransaction } from '../shared/data-transaction';
import { RetryThrottling } from '../shared/retry-throttling';
import { type TextObjects, textObjects } from '../shared/text-objects';

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

export interface Clusters extends TextObjects {
  begin(side: Side): Promise<ReadTransaction>;
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
    ...textObjects(s3),

    async begin(side) {
      const transaction = await beginTransaction(rdsData(side.region), side);
      return {
        async query(sql, parameters) {
          const records = await transaction.records(sql, parameters);
          return { rows: toRows(records), bytes: Buffer.byteLength(JSON.stringify(records)) };
        },
        end: () => transaction.rollback(),
      };
    },
  };
}
