import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, queryReadOnly, type ReadOnly, type Rows } from '../shared/data-api';
import { whenResumed } from '../shared/resuming';

export interface Primary {
  query(database: Database, settings: ReadOnly, sql: string): Promise<Rows>;
  write(bucket: string, key: string, body: string): Promise<void>;
}

const rdsData = lazy(() => new RDSDataClient(clientSettings({ requestTimeoutMs: 45_000 })));
const s3 = lazy(() => new S3Client(clientSettings()));

export const aws: Primary = {
  query: (database, settings, sql) => whenResumed(() => queryReadOnly(rdsData(), database, settings, sql)),

  async write(bucket, key, body) {
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: 'application/json' }));
  },
};
