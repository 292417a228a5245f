import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { aws, type Probes } from '../../../functions/smokeTest/aws';
import type { HttpAnswer } from '../../../functions/shared/http-check';
import { build } from '../../../functions/smokeTest/handler';
import { awsError, context, EXECUTION, NOW, setEnvironment } from '../lambda-context';

const CHECKS = [
  { kind: 'object', suite: 'frontend', name: 'index', bucket: 'replica', key: 'index.html' },
  {
    kind: 'http',
    suite: 'standby',
    name: 'health',
    url: 'https://app.example.com/health',
    connectTo: 'api-standby.example.com',
  },
  {
    kind: 'sql',
    suite: 'standby',
    name: 'rows',
    database: 'app',
    sql: 'select count(*) from heartbeats',
    expect: { atLeast: 1 },
  },
];
const DATA = {
  database: 'app',
  role: 'reader',
  statementTimeoutSeconds: 30,
  manifest: { bucket: 'replica', prefix: 'manifests/', maximumAgeMinutes: 180, rowsWithinPercent: 5, ignoreRowsOf: [] },
  heartbeat: null,
  integrity: false,
  checks: [],
  newestRows: [],
};
setEnvironment({
  LOCK_TABLE_NAME: 'lock',
  CHECKS: JSON.stringify(CHECKS),
  DATA_CHECKS: JSON.stringify(DATA),
  CHECK_TIMEOUT_SECONDS: '10',
  DEADLINE_SECONDS: '30',
});

const rdsData = mockClient(RDSDataClient);
const s3 = mockClient(S3Client);
const dynamoDb = mockClient(DynamoDBClient);
const STANDBY = { suite: 'standby', executionArn: EXECUTION, clusterArn: 'arn:cluster', secretArn: 'arn:secret' };

/** A clock that only pauses move. */
function handlerWith(http: (attempt: number) => Promise<HttpAnswer>) {
  let now = NOW;
  let attempts = 0;
  const probes: Probes = {
    ...aws,
    http: () => {
      attempts += 1;
      return http(attempts);
    },
    pause: async (durationMs) => {
      now += durationMs;
    },
  };
  return build(probes, () => now);
}

const proof = () => dynamoDb.commandCalls(PutItemCommand)[0]?.args[0].input.Item;

beforeEach(() => {
  rdsData.reset();
  s3.reset();
  dynamoDb.reset();
  rdsData.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 7 }]] });
});

test('a standby that passes leaves a proof of this execution and region', async () => {
  const handler = handlerWith(async () => ({ status: 200, body: '' }));
  const output = await handler(STANDBY, context);
  expect(output).toMatchObject({
    passed: true,
    region: 'us-west-2',
    checks: [{ name: 'health' }, { name: 'rows', detail: '7' }],
  });
  expect(proof()).toMatchObject({
    pk: { S: `proof#${EXECUTION}` },
    executionArn: { S: EXECUTION },
    suite: { S: 'standby' },
    region: { S: 'us-west-2' },
    passed: { BOOL: true },
    finishedAt: { S: output.finishedAt },
  });
});

test('reports every check, and a failure overwrites an earlier proof', async () => {
  rdsData.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 0 }]] });
  const handler = handlerWith(async () => ({ status: 500, body: '' }));
  const output = await handler(STANDBY, context);
  expect(output.passed).toBe(false);
  expect(output.checks).toMatchObject([
    { name: 'health', passed: false, detail: 'status 500, expected 200' },
    { name: 'rows', passed: false, attempts: 1, detail: '0, expected at least 1' },
  ]);
  expect(proof()).toMatchObject({ passed: { BOOL: false } });
});

test('tries again while something is starting up', async () => {
  const handler = handlerWith((attempt) =>
    attempt < 4
      ? Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))
      : Promise.resolve({ status: 200, body: '' }),
  );
  rdsData
    .on(ExecuteStatementCommand)
    .rejectsOnce(awsError('DatabaseResumingException'))
    .resolves({ records: [[{ longValue: 7 }]] });
  const output = await handler(STANDBY, context);
  expect(output.checks).toMatchObject([
    { attempts: 4, passed: true },
    { attempts: 2, passed: true },
  ]);
});

describe('a resolver that fails says nothing of the region', () => {
  const unresolved = () =>
    Promise.reject(
      Object.assign(new Error('getaddrinfo EAI_AGAIN app.example.com'), { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }),
    );

  test('so the question stays open, and no proof is overwritten', async () => {
    await expect(handlerWith(unresolved)(STANDBY, context)).rejects.toMatchObject({
      name: 'TransientDependencyError',
      message: expect.stringContaining('health: EAI_AGAIN: getaddrinfo EAI_AGAIN app.example.com'),
    });
    expect(proof()).toBeUndefined();
  });

  test('but a check that failed for another reason is a result', async () => {
    rdsData.on(ExecuteStatementCommand).resolves({ records: [[{ longValue: 0 }]] });
    expect(await handlerWith(unresolved)(STANDBY, context)).toMatchObject({ passed: false });
    expect(proof()).toMatchObject({ passed: { BOOL: false } });
  });
});

test('ends at its deadline', async () => {
  const handler = handlerWith(async () => ({ status: 503, body: '' }));
  const output = await handler(STANDBY, context);
  expect(Date.parse(output.finishedAt) - Date.parse(output.startedAt)).toBeLessThanOrEqual(30_000);
  expect(output.checks[0]?.attempts).toBeGreaterThan(5);
});

test('the frontend alone proves nothing: no proof is written', async () => {
  s3.on(HeadObjectCommand).resolves({ ContentLength: 10 });
  const handler = handlerWith(async () => ({ status: 200, body: '' }));
  expect(await handler({ suite: 'frontend', executionArn: EXECUTION }, context)).toMatchObject({ passed: true });
  expect(dynamoDb.calls()).toHaveLength(0);
});

test('a suite without checks is refused: it would prove a standby that nobody has looked at', async () => {
  const handler = handlerWith(async () => ({ status: 200, body: '' }));
  await expect(handler({ suite: 'public', executionArn: EXECUTION }, context)).rejects.toMatchObject({
    name: 'InvariantViolationError',
    message: expect.stringContaining("none of the suite 'public'"),
  });
});

test('SQL checks need a database', async () => {
  const handler = handlerWith(async () => ({ status: 200, body: '' }));
  await expect(handler({ suite: 'standby', executionArn: EXECUTION }, context)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('clusterArn, secretArn: write both'),
  });
});

test('without a written proof it has not passed', async () => {
  dynamoDb.on(PutItemCommand).rejects(awsError('InternalServerError', 'down', 500));
  const handler = handlerWith(async () => ({ status: 200, body: '' }));
  await expect(handler(STANDBY, context)).rejects.toMatchObject({ name: 'TransientDependencyError' });
});
