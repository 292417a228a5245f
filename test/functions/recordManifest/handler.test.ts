import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { aws } from '../../../functions/recordManifest/aws';
import { build } from '../../../functions/recordManifest/handler';
import {
  CATALOGUE_SQL,
  CONTENT_TABLES_SQL,
  countSql,
  FINGERPRINT_SQL,
  newestSql,
  TABLES_SQL,
} from '../../../functions/shared/catalogue-sql';
import { Manifest } from '../../../functions/shared/manifest';
import { awsError, context, NOW, setEnvironment } from '../lambda-context';

setEnvironment({
  WORKLOAD_NAME: 'shop',
  CLUSTER_ARN: 'arn:primary',
  SECRET_ARN: 'arn:secret',
  DATABASE_NAME: 'app',
  READER_ROLE: 'reader',
  HASHING: '{"when":"hourly"}',
  STATEMENT_TIMEOUT_SECONDS: '30',
  EXACT_COUNT_LIMIT: '1000000',
  HEARTBEAT: '{"table":"public.beats","column":"at"}',
  BUCKET_NAME: 'frontend',
  KEY_PREFIX: 'pilot-light/manifests/',
  WORKLOAD_BUILD: 'build-1',
});

const rdsData = mockClient(RDSDataClient);
const s3 = mockClient(S3Client);
const handler = build(aws, () => NOW);

beforeEach(() => {
  rdsData.reset();
  s3.reset();
  rdsData.on(BeginTransactionCommand).resolves({ transactionId: 't1' });
  rdsData.on(RollbackTransactionCommand).resolves({});
  rdsData.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 7 }]] });
  rdsData.on(ExecuteStatementCommand, { sql: FINGERPRINT_SQL }).resolves({ records: [[{ stringValue: 'f1' }]] });
  rdsData.on(ExecuteStatementCommand, { sql: TABLES_SQL }).resolves({
    records: [
      [{ stringValue: 'public' }, { stringValue: 'beats' }, { longValue: -1 }],
      [{ stringValue: 'public' }, { stringValue: 'events' }, { longValue: 50_000_000 }],
    ],
  });
  rdsData.on(ExecuteStatementCommand, { sql: CATALOGUE_SQL }).resolves({ records: [[{ stringValue: 'role app' }]] });
  rdsData.on(ExecuteStatementCommand, { sql: CONTENT_TABLES_SQL }).resolves({ records: [] });
  rdsData
    .on(ExecuteStatementCommand, { sql: newestSql({ table: 'public.beats', column: 'at' }) })
    .resolves({ records: [[{ longValue: NOW - 1000 }]] });
});

const written = () => {
  const input = s3.commandCalls(PutObjectCommand)[0]?.args[0].input;
  const text = typeof input?.Body === 'string' ? input.Body : 'null';
  return { key: input?.Key, manifest: Manifest.parse(JSON.parse(text)) };
};

test('writes tables, rows, schema and newest heartbeat under the hour', async () => {
  await handler({ source: 'aws.events' }, context);
  expect(written()).toEqual({
    key: 'pilot-light/manifests/2026-11-22T03.json',
    manifest: {
      version: 1,
      takenAt: '2026-11-22T03:00:00.000Z',
      clusterArn: 'arn:primary',
      database: 'app',
      workloadBuild: 'build-1',
      schemaFingerprint: 'f1',
      tables: [
        { name: 'public.beats', rows: 7, counted: 'exact' },
        // Counting it every hour would cost the primary more than it is worth.
        { name: 'public.events', rows: 50_000_000, counted: 'estimated' },
      ],
      contents: [],
      catalogue: ['role app'],
      heartbeat: { table: 'public.beats', column: 'at', newest: '2026-11-22T02:59:59.000Z' },
    },
  });
});

test('every statement is read-only, limited in time, as the reader, and rolled back', async () => {
  await handler({}, context);
  const statements = rdsData.commandCalls(ExecuteStatementCommand).map((call) => call.args[0].input);
  expect(statements.every(({ transactionId }) => transactionId === 't1')).toBe(true);
  expect(statements.filter((_, index) => index % 2 === 0).map(({ sql }) => sql)).toEqual(
    Array.from(
      { length: statements.length / 2 },
      () =>
        "select set_config('transaction_read_only', 'on', true), set_config('statement_timeout', '30000', true), set_config('role', 'reader', true)",
    ),
  );
  expect(rdsData.commandCalls(RollbackTransactionCommand)).toHaveLength(statements.length / 2);
});

test('a table that takes too long is estimated, and the rest is written', async () => {
  rdsData
    .on(ExecuteStatementCommand, { sql: countSql('public.beats') })
    .rejects(awsError('DatabaseErrorException', 'canceling statement due to statement timeout; SQLState: 57014'));
  expect(await handler({}, context)).toMatchObject({ tables: 2, estimated: 2 });
});

const DENIED = awsError('DatabaseErrorException', 'ERROR: permission denied for table beats; SQLState: 42501');

test('a table that the role may not read is said to be unreadable, and the rest is written', async () => {
  rdsData.on(ExecuteStatementCommand, { sql: countSql('public.beats') }).rejects(DENIED);
  rdsData.on(ExecuteStatementCommand, { sql: newestSql({ table: 'public.beats', column: 'at' }) }).rejects(DENIED);
  expect(await handler({}, context)).toMatchObject({ tables: 2, estimated: 1, unreadable: 1 });
  expect(written().manifest).toMatchObject({
    tables: [
      { name: 'public.beats', counted: 'unreadable' },
      { name: 'public.events', rows: 50_000_000, counted: 'estimated' },
    ],
    heartbeat: { table: 'public.beats', newest: null },
  });
});

test('a table that was dropped since it was listed is left out', async () => {
  rdsData
    .on(ExecuteStatementCommand, { sql: countSql('public.beats') })
    .rejects(awsError('DatabaseErrorException', 'ERROR: relation "public.beats" does not exist; SQLState: 42P01'));
  expect(await handler({}, context)).toMatchObject({ tables: 1 });
});

test('a role that may not be taken is an error, and no manifest is written', async () => {
  rdsData
    .on(ExecuteStatementCommand, { sql: FINGERPRINT_SQL })
    .rejects(awsError('DatabaseErrorException', 'ERROR: permission denied to set role "reader"; SQLState: 42501'));
  await expect(handler({}, context)).rejects.toMatchObject({ message: expect.stringContaining('permission denied') });
  expect(s3.calls()).toHaveLength(0);
});
