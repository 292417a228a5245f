import type { Cluster } from '../../../../simulator/services/rds/model';
import { type AuroraWorld, auroraWorld, closeWorld, numbersIn, primaryCluster, sql } from '../../support/aurora-world';
import { awsErrorOf, callService } from '../../support/fake-world';

let world: AuroraWorld;
let cluster: Cluster;
beforeAll(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
});
afterAll(() => closeWorld(world));
beforeEach(() => sql(world, cluster, 'TRUNCATE numbers'));

const send = <Output>(operation: string, input: object) =>
  callService<Output>(world, {
    region: 'us-east-1',
    service: 'rds-data',
    operation,
    input: { resourceArn: cluster.arn, secretArn: cluster.masterSecret?.arn, database: 'app', ...input },
  });
const call = <Output = Record<string, unknown>>(operation: string, input: object = {}) =>
  world.scheduler.runToEnd(send<Output>(operation, input));
const begin = async () => (await call<{ transactionId: string }>('BeginTransaction')).transactionId;
const secondsOf = async (run: () => Promise<unknown>) => {
  const before = world.scheduler.now();
  await run();
  return (world.scheduler.now() - before) / 1000;
};
/** 52 seconds at half an ACU. */
const LONG_SCAN = 'SELECT count(*) FROM generate_series(1, 1800) AS a, generate_series(1, 1800) AS b';
const SCAN = (rows: number) => `SELECT count(*) FROM generate_series(1, ${rows})`;

describe('the answer and the request are taken up to their limits', () => {
  test.each([
    ['a row of 64 KB', { sql: "SELECT repeat('x', 65536)" }],
    ['an answer of a mebibyte', { sql: "SELECT repeat('x', 65536) FROM generate_series(1, 16)" }],
    [
      'a request of nearly 4 MiB',
      { sql: 'SELECT length(:x)', parameters: [{ name: 'x', value: { stringValue: 'x'.repeat(4_190_000) } }] },
    ],
    ['one statement with a semicolon', { sql: 'SELECT 1;' }],
    ['a semicolon in a text', { sql: "SELECT '1; SELECT 2'" }],
  ])('%s', async (_, input) => {
    expect(await call('ExecuteStatement', input)).toHaveProperty('records');
  });
});

test.each([
  [
    'an answer of more than a mebibyte',
    { sql: "SELECT repeat('x', 65536) FROM generate_series(1, 17)" },
    'DatabaseErrorException',
  ],
  ['a row of more than 64 KB', { sql: "SELECT repeat('x', 65537)" }, 'DatabaseErrorException'],
  [
    'a request of more than 4 MiB',
    { sql: 'SELECT 1', parameters: [{ name: 'x', value: { stringValue: 'x'.repeat(4_194_304) } }] },
    'ValidationException',
  ],
  ['a schema', { sql: 'SELECT 1', schema: 'public' }, 'ValidationException'],
])('%s is refused', async (_, input, code) => {
  expect((await awsErrorOf(world, send('ExecuteStatement', input))).code).toBe(code);
});

describe('a statement takes virtual time by the rows that it goes through', () => {
  test('a few take none, many take longer at less capacity, the same each time', async () => {
    expect(await secondsOf(() => sql(world, cluster, SCAN(10_000)))).toBe(0);
    const atHalf = await secondsOf(() => sql(world, cluster, SCAN(1_000_000)));
    expect(atHalf).toBe(8);
    expect(await secondsOf(() => sql(world, cluster, SCAN(1_000_000)))).toBe(atHalf);
    cluster.scaling = { MinCapacity: 2, MaxCapacity: 8 };
    expect(await secondsOf(() => sql(world, cluster, SCAN(1_000_000)))).toBe(2);
    cluster.scaling = { MinCapacity: 0.5, MaxCapacity: 8 };
  });

  test('rows that a filter drops count', async () => {
    await sql(world, cluster, 'INSERT INTO numbers SELECT generate_series(1, 150000)');
    expect(await secondsOf(() => sql(world, cluster, 'SELECT number FROM numbers WHERE number % 150000 = 7'))).toBe(1);
  });

  test('after 45 seconds it is cancelled, and its transaction takes nothing more', async () => {
    const transactionId = await begin();
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)', { transactionId });
    expect(await awsErrorOf(world, send('ExecuteStatement', { sql: LONG_SCAN, transactionId }))).toMatchObject({
      code: 'StatementTimeoutException',
    });
    expect(
      await awsErrorOf(world, send('ExecuteStatement', { sql: 'INSERT INTO numbers VALUES (2)', transactionId })),
    ).toMatchObject({ message: expect.stringContaining('25P02') as string });
    await call('CommitTransaction', { transactionId });
    expect(await numbersIn(cluster)).toEqual([]);
  });

  test('with continueAfterTimeout it goes on, and its caller is told the same', async () => {
    const slow = `INSERT INTO numbers ${LONG_SCAN}`;
    expect(await awsErrorOf(world, send('ExecuteStatement', { sql: slow, continueAfterTimeout: true }))).toMatchObject({
      code: 'StatementTimeoutException',
    });
    expect(await numbersIn(cluster)).toEqual([3_240_000]);
  });
});

describe('a transaction', () => {
  test('answers one call at a time', async () => {
    const transactionId = await begin();
    const [first, second] = await world.scheduler.runToEnd(
      Promise.allSettled([1, 2].map((n) => send('ExecuteStatement', { sql: `SELECT ${n}`, transactionId }))),
    );
    expect(first?.status).toBe('fulfilled');
    expect(second).toMatchObject({
      reason: { code: 'DatabaseErrorException', message: 'Transaction is still running a query' },
    });
    await call('ExecuteStatement', { sql: 'SELECT 3', transactionId });
    await call('RollbackTransaction', { transactionId });
  });

  test('a call that was sent before the answer to another is one too many, and one that was sent after it is not', async () => {
    const transactionId = await begin();
    const { ExecuteStatement } = world.region('us-east-1').rdsData.service.operations;
    const sentAt = (calledAtMs: number) =>
      world.scheduler.runToEnd(
        Promise.resolve(
          ExecuteStatement?.handle(
            {
              resourceArn: cluster.arn,
              secretArn: cluster.masterSecret?.arn ?? '',
              database: 'app',
              sql: 'SELECT 1',
              transactionId,
            },
            { region: 'us-east-1', caller: { kind: 'operator' }, calledAtMs },
          ),
        ),
      );
    await sentAt(world.scheduler.now());
    await sentAt(world.scheduler.now());
    await expect(sentAt(world.scheduler.now() - 1)).rejects.toThrow('Transaction is still running a query');
    await call('RollbackTransaction', { transactionId });
  });

  test('does not expire while a statement of it runs, and ends after 24 hours of calls', async () => {
    const transactionId = await begin();
    for (let minutes = 0; minutes < 24 * 60 - 3; minutes += 2.9) {
      await call('ExecuteStatement', { sql: 'SELECT 1', transactionId });
      await world.scheduler.runUntil(world.scheduler.now() + 174_000);
    }
    await call('ExecuteStatement', { sql: 'SELECT 1', transactionId });
    await world.scheduler.runUntil(world.scheduler.now() + 175_000);
    expect(await awsErrorOf(world, send('CommitTransaction', { transactionId }))).toMatchObject({
      code: 'TransactionNotFoundException',
    });
  });

  test('whose backend the master user ends is gone, and a shared connection is made again', async () => {
    const transactionId = await begin();
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)', { transactionId });
    await sql(
      world,
      cluster,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE relation = 'numbers'::regclass AND mode = 'RowExclusiveLock'`,
    );
    expect(await awsErrorOf(world, send('ExecuteStatement', { sql: 'SELECT 1', transactionId }))).toMatchObject({
      code: 'DatabaseErrorException',
      message: 'FATAL: terminating connection due to administrator command; SQLState: 57P01',
    });
    expect(await awsErrorOf(world, send('CommitTransaction', { transactionId }))).toMatchObject({
      code: 'TransactionNotFoundException',
    });
    await awsErrorOf(world, send('ExecuteStatement', { sql: 'SELECT pg_terminate_backend(pg_backend_pid())' }));
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    expect(await numbersIn(cluster)).toEqual([1]);
  });

  test('takes the snapshot of another, and settings of its own end with it', async () => {
    const [first, second] = [await begin(), await begin()];
    const run = async (transactionId: string, text: string) =>
      (await call<{ records?: unknown[][] }>('ExecuteStatement', { sql: text, transactionId })).records?.[0]?.[0];
    await run(first, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    const { stringValue: snapshot } = (await run(first, 'SELECT pg_export_snapshot()')) as { stringValue: string };
    await sql(world, cluster, 'INSERT INTO numbers VALUES (1)');
    await run(second, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await run(second, `SET TRANSACTION SNAPSHOT '${snapshot}'`);
    expect(await run(second, 'SELECT count(*) FROM numbers')).toEqual({ longValue: 0 });
    await run(second, "SET LOCAL TimeZone = 'Asia/Tokyo'");
    for (const transactionId of [first, second]) await call('RollbackTransaction', { transactionId });
    expect(await sql(world, cluster, 'SHOW TimeZone')).toMatchObject({ records: [[{ stringValue: 'UTC' }]] });
  });
});

test('the master user may set what skips triggers, another role may not, and row security holds for both', async () => {
  const may = (role: string) =>
    sql(world, cluster, `SELECT has_parameter_privilege('${role}', 'session_replication_role', 'SET')`);
  await sql(world, cluster, 'CREATE ROLE clerk');
  expect(await may('postgres')).toMatchObject({ records: [[{ booleanValue: true }]] });
  expect(await may('clerk')).toMatchObject({ records: [[{ booleanValue: false }]] });
  const transactionId = await begin();
  await sql(world, cluster, 'SET LOCAL session_replication_role = replica', { transactionId });
  await call('RollbackTransaction', { transactionId });

  await sql(world, cluster, 'CREATE TABLE hidden (n int)');
  await sql(world, cluster, 'ALTER TABLE hidden ENABLE ROW LEVEL SECURITY');
  await sql(world, cluster, 'ALTER TABLE hidden FORCE ROW LEVEL SECURITY');
  const reading = await begin();
  await sql(world, cluster, 'SET LOCAL row_security = off', { transactionId: reading });
  expect(
    (await awsErrorOf(world, send('ExecuteStatement', { sql: 'SELECT * FROM hidden', transactionId: reading })))
      .message,
  ).toContain('SQLState: 42501');
  await call('RollbackTransaction', { transactionId: reading });
});
