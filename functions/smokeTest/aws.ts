import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, queryReadOnly, type ReadOnly, type Rows, toRows } from '../shared/data-api';
import type { HttpAnswer } from '../shared/http-check';
import { httpGet } from '../shared/http-get';
import { proofKey } from '../shared/names';

export interface Proof {
  readonly executionArn: string;
  readonly suite: string;
  readonly region: string;
  readonly passed: boolean;
  readonly finishedAt: string;
  /** Of the checks as they were configured. */
  readonly digest: string;
  /** Seconds since the epoch, after which the table may drop it. */
  readonly expiresAt: number;
}

export interface Probes {
  http(url: string, connectTo: string | undefined, timeoutMs: number): Promise<HttpAnswer>;
  sql(database: Database, databaseName: string, sql: string, timeoutMs: number): Promise<Rows>;
  /** One statement that can change nothing. */
  readOnlySql(database: Database, settings: ReadOnly, sql: string): Promise<Rows>;
  /** The text of an object; undefined where there is none. */
  objectText(bucket: string, key: string): Promise<string | undefined>;
  /** Size in bytes; undefined where there is no such object. */
  objectSize(bucket: string, key: string): Promise<number | undefined>;
  writeProof(tableName: string, proof: Proof): Promise<void>;
  pause(durationMs: number): Promise<void>;
}

const rdsData = lazy(() => new RDSDataClient({ ...clientSettings({ requestTimeoutMs: 10_000 }), maxAttempts: 1 }));
/** A statement of a validation may take as long as the Data API lets it. */
const patientRdsData = lazy(
  () => new RDSDataClient({ ...clientSettings({ requestTimeoutMs: 46_000 }), maxAttempts: 1 }),
);
const s3 = lazy(() => new S3Client(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

export const aws: Probes = {
  http: httpGet,

  async sql({ clusterArn, secretArn }, databaseName, sql, timeoutMs) {
    const answer = await rdsData().send(
      new ExecuteStatementCommand({ resourceArn: clusterArn, secretArn, database: databaseName, sql }),
      { requestTimeout: timeoutMs },
    );
    return toRows(answer.records);
  },

  readOnlySql: (database, settings, sql) => queryReadOnly(patientRdsData(), database, settings, sql),

  async objectText(bucket, key) {
    try {
      const answer = await s3().send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToString();
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    }
  },

  async objectSize(bucket, key) {
    try {
      const answer = await s3().send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return answer.ContentLength ?? 0;
    } catch (error) {
      if (isNamed(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    }
  },

  async writeProof(tableName, proof) {
    await dynamoDb().send(
      new PutItemCommand({
        TableName: tableName,
        Item: {
          pk: { S: proofKey(proof.executionArn) },
          executionArn: { S: proof.executionArn },
          suite: { S: proof.suite },
          region: { S: proof.region },
          passed: { BOOL: proof.passed },
          finishedAt: { S: proof.finishedAt },
          digest: { S: proof.digest },
          expiresAt: { N: String(proof.expiresAt) },
        },
      }),
    );
  },

  pause: (durationMs) =>
    new Promise((resolve) => {
      setTimeout(resolve, durationMs);
    }),
};
