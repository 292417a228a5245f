import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import type { Cluster } from '../../../../simulator/services/rds/model';
import { toPositional } from '../../../../simulator/services/rds-data/named-parameters';
import { type AuroraWorld, auroraWorld, closeWorld, numbersIn, primaryCluster, sql } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

let world: AuroraWorld;
let cluster: Cluster;

beforeAll(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
});

afterAll(() => closeWorld(world));

function verifier(password: string): string {
  const salt = Buffer.from('salt of the test');
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256');
  const key = (name: string) => createHmac('sha256', salted).update(name).digest();
  const storedKey = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${storedKey}:${key('Server Key').toString('base64')}`;
}

beforeEach(async () => {
  await sql(world, cluster, 'TRUNCATE numbers');
});

const target = () => ({ resourceArn: cluster.arn, secretArn: cluster.masterSecret?.arn, database: 'app' });

const call = <Output = Record<string, unknown>>(operation: string, input: object) =>
  world.scheduler.runToEnd(
    callService<Output>(world, {
      region: 'us-east-1',
      service: 'rds-data',
      operation,
      input: { ...target(), ...input },
    }),
  );

const refusal = (input: object, operation = 'ExecuteStatement') =>
  awsErrorOf(
    world,
    callService(world, { region: 'us-east-1', service: 'rds-data', operation, input: { ...target(), ...input } }),
  );

test('typed parameters go in by name, and typed values come out', async () => {
  const answer = await sql(
    world,
    cluster,
    `SELECT :text AS "a:b", :long::int AS i, :double AS d, :yes AS b, :none::text AS n, :bytes AS y,
            :at AS t, :id AS u, ARRAY[1, 2] AS l, 1.5 AS m, ':text' AS literal -- :comment`,
    {
      includeResultMetadata: true,
      parameters: [
        { name: 'text', value: { stringValue: "it's" } },
        { name: 'long', value: { longValue: 7 } },
        { name: 'double', value: { doubleValue: 0.5 } },
        { name: 'yes', value: { booleanValue: true } },
        { name: 'none', value: { isNull: true } },
        { name: 'bytes', value: { blobValue: Uint8Array.from([0, 255]) } },
        { name: 'at', value: { stringValue: '2026-11-24 10:00:00.5' }, typeHint: 'TIMESTAMP' },
        { name: 'id', value: { stringValue: '6f9619ff-8b86-4011-b42d-00cf4fc964ff' }, typeHint: 'UUID' },
      ],
    },
  );
  expect(answer).toMatchObject({
    numberOfRecordsUpdated: 0,
    records: [
      [
        { stringValue: "it's" },
        { longValue: 7 },
        { doubleValue: 0.5 },
        { booleanValue: true },
        { isNull: true },
        { blobValue: Uint8Array.from([0, 255]) },
        { stringValue: '2026-11-24 10:00:00.5' },
        { stringValue: '6f9619ff-8b86-4011-b42d-00cf4fc964ff' },
        { arrayValue: { longValues: [1, 2] } },
        { stringValue: '1.5' },
        { stringValue: ':text' },
      ],
    ],
  });
  const metadata = answer['columnMetadata'] as { name: string; typeName: string }[];
  expect(metadata.slice(0, 3).map(({ name, typeName }) => `${name} ${typeName}`)).toEqual([
    'a:b text',
    'i int4',
    'd float8',
  ]);
});

test('a change says how many rows it changed, at virtual time, and JSON gives whole records', async () => {
  const inserted = await sql(world, cluster, 'INSERT INTO numbers (number) SELECT generate_series(1, 3)');
  expect(inserted).toEqual({ numberOfRecordsUpdated: 3, generatedFields: [] });
  const at = new Date(world.scheduler.now()).toISOString().replace('T', ' ').replace('.000Z', '').replace(/0*Z$/, '');
  const answer = await sql(world, cluster, 'SELECT number, at FROM numbers ORDER BY number LIMIT 1', {
    formatRecordsAs: 'JSON',
  });
  expect(JSON.parse(String(answer['formattedRecords']))).toEqual([{ number: 1, at }]);
});

test.each([
  ['an unknown table', { sql: 'SELECT * FROM absent' }, 'DatabaseErrorException', 'SQLState: 42P01'],
  ['two statements', { sql: 'SELECT 1; SELECT 2' }, 'ValidationException', "Multistatements aren't supported"],
  [
    'text where a timestamp belongs',
    {
      sql: 'INSERT INTO numbers VALUES (1, :at)',
      parameters: [{ name: 'at', value: { stringValue: '2026-11-24 10:00:00' } }],
    },
    'DatabaseErrorException',
    'SQLState: 42804',
  ],
  [
    'a timestamp with a T',
    {
      sql: 'SELECT :at',
      parameters: [{ name: 'at', value: { stringValue: '2026-11-24T10:00:00Z' }, typeHint: 'TIMESTAMP' }],
    },
    'BadRequestException',
    'Parse Error for TimeStamp',
  ],
  ['a parameter that was not given', { sql: 'SELECT :missing' }, 'BadRequestException', 'missing'],
  [
    'an array as a parameter',
    { sql: 'SELECT :list', parameters: [{ name: 'list', value: { arrayValue: { longValues: [1] } } }] },
    'ValidationException',
    'Array parameters',
  ],
  [
    'a database that does not exist',
    { sql: 'SELECT 1', database: 'absent' },
    'DatabaseErrorException',
    'SQLState: 3D000',
  ],
  ['the clock of the machine', { sql: 'SELECT CURRENT_TIMESTAMP' }, 'NotModelled', 'write now() instead'],
  [
    'a cluster that does not exist',
    { sql: 'SELECT 1', resourceArn: 'arn:aws:rds:us-east-1:111111111111:cluster:absent' },
    'DatabaseNotFoundException',
    'absent',
  ],
  [
    'a secret that does not exist',
    { sql: 'SELECT 1', secretArn: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:absent-123456' },
    'SecretsErrorException',
    'absent',
  ],
  [
    'a transaction that does not exist',
    { sql: 'SELECT 1', transactionId: 'absent' },
    'TransactionNotFoundException',
    'absent',
  ],
])('%s is refused', async (_, input, code, text) => {
  const error = await refusal(input);
  expect(error.code).toBe(code);
  expect(error.message).toContain(text);
});

test('the secret of another cluster does not open this one, and a secret of something else is no credential', async () => {
  const { secretsManager } = world.region('us-east-1');
  const other = secretsManager.create({
    name: 'other',
    value: JSON.stringify({ username: 'postgres', password: 'x' }),
  });
  expect((await refusal({ sql: 'SELECT 1', secretArn: other.arn })).message).toContain('SQLState: 28P01');
  const text = secretsManager.create({ name: 'text', value: 'hello' });
  expect((await refusal({ sql: 'SELECT 1', secretArn: text.arn })).code).toBe('InvalidSecretException');
});

test('a role of the database logs in with its own secret, until its password is another', async () => {
  const { secretsManager } = world.region('us-east-1');
  const login = (password: string) => JSON.stringify({ username: 'clerk', password });
  const { arn: secretArn } = secretsManager.create({ name: 'clerk', value: login('first') });
  await sql(world, cluster, `CREATE ROLE clerk LOGIN PASSWORD '${verifier('first')}'`);
  const as = { secretArn, sql: 'SELECT session_user' };
  expect(await call('ExecuteStatement', as)).toMatchObject({ records: [[{ stringValue: 'clerk' }]] });
  await sql(world, cluster, `ALTER ROLE clerk PASSWORD '${verifier('second')}'`);
  expect(await refusal(as)).toMatchObject({
    code: 'DatabaseErrorException',
    message: 'FATAL: password authentication failed for user "clerk"; SQLState: 28P01',
  });
  secretsManager.put('clerk', login('second'));
  expect(await call('ExecuteStatement', as)).toMatchObject({ records: [[{ stringValue: 'clerk' }]] });
});

test('without the endpoint, without an instance and without an available writer there is an error for each', async () => {
  cluster.httpEndpointEnabled = false;
  expect((await refusal({ sql: 'SELECT 1' })).code).toBe('HttpEndpointNotEnabledException');
  cluster.httpEndpointEnabled = true;
  const { instances } = world.region('us-east-1').rds;
  const writer = instances.get('pilot-light-primary-writer');
  writer.status = 'creating';
  expect(await refusal({ sql: 'SELECT 1' })).toMatchObject({ code: 'DatabaseUnavailableException', status: 504 });
  writer.status = 'available';
  instances.all.delete(writer.identifier);
  expect(await refusal({ sql: 'SELECT 1' })).toMatchObject({ code: 'DatabaseNotFoundException', status: 404 });
  instances.all.set(writer.identifier, writer);
});

test('a transaction is seen by others when it is committed, and a rolled back one never', async () => {
  const begin = async () => (await call<{ transactionId: string }>('BeginTransaction', {})).transactionId;
  const first = await begin();
  await call('ExecuteStatement', { sql: 'INSERT INTO numbers VALUES (1)', transactionId: first });
  expect(await numbersIn(cluster)).toEqual([]);
  expect(await call('CommitTransaction', { transactionId: first })).toEqual({
    transactionStatus: 'Transaction Committed',
  });
  expect(await numbersIn(cluster)).toEqual([1]);
  const second = await begin();
  await call('ExecuteStatement', { sql: 'INSERT INTO numbers VALUES (2)', transactionId: second });
  await call('RollbackTransaction', { transactionId: second });
  expect(await numbersIn(cluster)).toEqual([1]);
});

test('a transaction that nobody uses for three minutes is rolled back', async () => {
  const { transactionId } = await call<{ transactionId: string }>('BeginTransaction', {});
  await call('ExecuteStatement', { sql: 'INSERT INTO numbers VALUES (1)', transactionId });
  await world.scheduler.runUntil(world.scheduler.now() + 181_000);
  expect((await refusal({ transactionId }, 'CommitTransaction')).code).toBe('TransactionNotFoundException');
  expect(await numbersIn(cluster)).toEqual([]);
});

test('a statement that waits for the lock of another transaction times out after 45 seconds', async () => {
  const { transactionId } = await call<{ transactionId: string }>('BeginTransaction', {});
  await call('ExecuteStatement', { sql: 'LOCK TABLE numbers', transactionId });
  const before = world.scheduler.now();
  expect((await refusal({ sql: 'SELECT * FROM numbers' })).code).toBe('StatementTimeoutException');
  expect(world.scheduler.now() - before).toBe(45_000);
  await call('RollbackTransaction', { transactionId });
});

test('a batch changes all of its rows or none', async () => {
  const sets = (numbers: readonly number[]) => numbers.map((longValue) => [{ name: 'number', value: { longValue } }]);
  const input = { sql: 'INSERT INTO numbers (number) VALUES (:number)' };
  const done = await call<{ updateResults: unknown[] }>('BatchExecuteStatement', {
    ...input,
    parameterSets: sets([1, 2]),
  });
  expect(done.updateResults).toHaveLength(2);
  expect((await refusal({ ...input, parameterSets: sets([3, 1]) }, 'BatchExecuteStatement')).message).toContain(
    'SQLState: 23505',
  );
  expect(await numbersIn(cluster)).toEqual([1, 2]);
});

test('a call needs the statement on the cluster and the value of the secret', async () => {
  await sql(world, cluster, 'SELECT 1');
  const operation = world.region('us-east-1').rdsData.service.operations.ExecuteStatement;
  const context = { world, region: 'us-east-1', caller: { kind: 'operator' as const }, requestId: '1' };
  const access =
    operation?.access({ ...target(), secretArn: target().secretArn ?? '', sql: 'SELECT 1' }, context) ?? [];
  expect(access.map(({ action, resource }) => [action, resource])).toEqual([
    ['rds-data:ExecuteStatement', cluster.arn],
    ['secretsmanager:GetSecretValue', cluster.masterSecret?.arn],
  ]);
});

test.each([
  ['SELECT :a, :b, :a', 'SELECT $1, $2, $1'],
  ["SELECT x::text, 'it''s :a', \":a\" FROM t", "SELECT x::text, 'it''s :a', \":a\" FROM t"],
  ["SELECT E'\\':a', $$ :a $$, $q$ :a $q$ /* :a */", "SELECT E'\\':a', $$ :a $$, $q$ :a $q$ /* :a */"],
  ['SELECT :a::int', 'SELECT $1::int'],
])('%s becomes %s', (sqlText, expected) => {
  expect(toPositional(sqlText, () => '').sql).toBe(expected);
});
