import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { S3Client } from '@aws-sdk/client-s3';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, type Parameters, type Rows, toRows } from '../shared/data-api';
import { beginTransaction } from '../shared/data-transaction';
import { type TextObjects, textObjects } from '../shared/text-objects';

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

export interface Repair extends TextObjects {
  begin(target: Target): Promise<Transaction>;
}

/**
 * The answer of a statement comes after at most 45 seconds. Nothing is repeated by the SDK: a statement whose answer was lost
 * may have run, and its transaction is rolled back.
 */
const rdsData = (region: string) =>
  new RDSDataClient({ ...clientSettings({ region, requestTimeoutMs: 50_000 }), maxAttempts: 1 });
const s3 = lazy(() => new S3Client(clientSettings()));

export const aws: Repair = {
  ...textObjects(s3),

  async begin(target) {
    const transaction = await beginTransaction(rdsData(target.region), target);
    return {
      query: async (sql, parameters) => toRows(await transaction.records(sql, parameters)),
      commit: () => transaction.commit(),
      rollback: () => transaction.rollback(),
    };
  },
};
