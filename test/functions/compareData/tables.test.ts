import { awsError } from '../lambda-context';
import { CompareStage, type Statement } from './compare-stage';

const stage = new CompareStage();

beforeAll(async () => {
  await stage.open(
    'CREATE TABLE orders (id int PRIMARY KEY, body text)',
    "INSERT INTO orders SELECT n, 'body ' || n FROM generate_series(1, 3000) n",
    'CREATE TABLE small (a int, b text, c numeric, PRIMARY KEY (a, b))',
    'CREATE UNLOGGED TABLE scratch (id int PRIMARY KEY)',
    'INSERT INTO scratch VALUES (1), (2)',
    'CREATE TABLE log (line text)',
    "INSERT INTO log VALUES ('a'), ('a')",
    'CREATE TABLE nullable (id int UNIQUE)',
    'CREATE TABLE dropped (id int PRIMARY KEY, "The Name" varchar(10) NOT NULL)',
    "INSERT INTO dropped VALUES (1, 'x')",
    'CREATE TABLE altered (id int PRIMARY KEY, gone text, wider int)',
    'INSERT INTO altered VALUES (1)',
    'CREATE MATERIALIZED VIEW summary AS SELECT count(*) FROM orders',
  );
  await stage.live(
    'SET ROLE postgres',
    'DROP TABLE dropped',
    'ALTER TABLE altered DROP COLUMN gone, ADD COLUMN fresh date, ALTER COLUMN wider TYPE bigint',
    'CREATE TABLE created (id int PRIMARY KEY)',
    'INSERT INTO created VALUES (1), (2), (3)',
    "SELECT lo_from_bytea(0, 'x')",
    'RESET ROLE',
    'CREATE TABLE private (id int PRIMARY KEY)',
  );
  await stage.restored('CREATE TABLE private (id int PRIMARY KEY)');
});
afterEach(() => {
  stage.fault = () => undefined;
  stage.statementMs = 0;
});
afterAll(() => stage.close());

test('what cannot be compared is named, with its rows and why', async () => {
  const { notCompared, summary } = await stage.compare();
  expect(summary).toMatchObject({ tablesCompared: 2, tablesNotCompared: 9 });
  expect(Object.fromEntries(notCompared.map(({ table, reason, detail }) => [table, [reason, detail]]))).toEqual({
    'pg_catalog.pg_largeobject': [
      'large-objects',
      expect.stringContaining('0 in the restored cluster, 1 in the live one'),
    ],
    'public.altered': [
      'columns-differ',
      'column fresh (date) was added since; column gone (text) was dropped since; column wider was integer and is bigint; ' +
        '1 row in the restored cluster, 1 row in the live one',
    ],
    'public.created': ['missing-in-restored', 'it was created or renamed since; 3 rows in the live one'],
    'public.dropped': [
      'missing-in-live',
      'it was dropped or renamed since: create the table first (CREATE TABLE), then compare again; 1 row in the restored ' +
        'cluster; its columns were: id integer NOT NULL, "The Name" character varying(10) NOT NULL',
    ],
    'public.log': [
      'no-key',
      expect.stringMatching(/2 rows in the restored cluster, 2 rows .* all together they are the same$/),
    ],
    'public.nullable': ['no-key', expect.stringContaining('no unique index of columns that are NOT NULL')],
    'public.private': ['no-permission', expect.stringContaining('permission denied for table private')],
    'public.scratch': ['unlogged', expect.stringMatching(/0 rows in the restored cluster, 2 rows in the live one$/)],
    'public.summary': ['materialized-view', expect.stringContaining('refresh it')],
  });
});

test('of a table without a key it is said whether it is the same', async () => {
  await stage.live("INSERT INTO log VALUES ('b')", "DELETE FROM log WHERE ctid = '(0,1)'");
  const { notCompared } = await stage.compare('public.log');
  expect(notCompared).toMatchObject([{ detail: expect.stringMatching(/2 rows .* 2 rows .* they are not the same$/) }]);
});

test('a table whose rows a policy hides is named, and is no difference', async () => {
  await stage.live(
    'SET ROLE postgres',
    'CREATE TABLE secret (id int PRIMARY KEY)',
    'ALTER TABLE secret ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY',
    'RESET ROLE',
  );
  await stage.restored(
    'SET ROLE postgres',
    'CREATE TABLE secret (id int PRIMARY KEY)',
    'INSERT INTO secret VALUES (1)',
    'RESET ROLE',
  );
  const { notCompared, summary } = await stage.compare('public.secret');
  expect(summary.deleted).toBe(0);
  expect(notCompared).toMatchObject([{ table: 'public.secret', reason: 'row-security' }]);
});

test.each([
  [
    ['public.order'],
    'tables: there is no table "public.order" in either cluster: write schema and table, such as "public.orders"',
  ],
  [['app.orders', 'public.small'], 'there is no table "app.orders" in either cluster'],
])('a table that does not exist is refused, with the nearest names: %j', async (tables, message) => {
  await expect(stage.invoke({ tables })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(message),
  });
});

test.each(['public.orders', 'public.log', 'public.dropped'])('a table that exists is taken: %s', async (table) => {
  expect((await stage.compare(table)).phase).toBe('done');
});

test('a database that does not exist is refused', async () => {
  await expect(stage.invoke({ database: 'shop' })).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining('there is no database "shop"'),
  });
});

const isOfOrders = ({ sql }: Statement) => sql.includes('"orders"') && /string_agg/.test(sql);
const once = (is: (statement: Statement) => boolean, error: Error) => {
  let isMet = false;
  return (statement: Statement) => {
    if (isMet || !is(statement)) return undefined;
    isMet = true;
    return error;
  };
};
const DIFFERENT = { deleted: 1, changed: 1, added: 1 };

describe('three orders differ', () => {
  beforeAll(() =>
    stage.live(
      'DELETE FROM orders WHERE id = 5',
      "UPDATE orders SET body = 'x' WHERE id = 1500",
      "INSERT INTO orders VALUES (0, '')",
    ),
  );

  test.each([
    ['a lost connection', awsError('TransactionNotFoundException', 'gone', 404)],
    ['a lost answer', awsError('TimeoutError', 'socket hang up', 500)],
    [
      'an answer that is too large',
      awsError('BadRequestException', 'Database returned more than the allowed response size limit'),
    ],
    ['a statement that takes too long', awsError('StatementTimeoutException', 'Request timed out')],
    [
      'a statement that PostgreSQL ends',
      awsError('DatabaseErrorException', 'ERROR: canceling statement; SQLState: 57014'),
    ],
    [
      'a table that is locked',
      awsError('DatabaseErrorException', 'ERROR: canceling statement due to lock timeout; SQLState: 55P03'),
    ],
  ])('and are found in spite of %s', async (_, error) => {
    stage.fault = once(isOfOrders, error);
    expect(await stage.compare('public.orders')).toMatchObject({ summary: DIFFERENT, notCompared: [] });
  });

  test('and a table that never can be read is named', async () => {
    stage.fault = (statement) =>
      isOfOrders(statement) ? awsError('StatementTimeoutException', 'Request timed out') : undefined;
    const { notCompared, summary } = await stage.compare('public.orders');
    expect(summary.tablesCompared).toBe(0);
    expect(notCompared).toMatchObject([{ reason: 'too-large', detail: expect.stringContaining('after 4 attempts') }]);
  });

  test('and a database that never answers is a transient error', async () => {
    stage.fault = ({ sql }) => (/string_agg/.test(sql) ? awsError('TimeoutError', 'no answer', 500) : undefined);
    await expect(stage.invoke({ tables: ['public.orders'] })).rejects.toMatchObject({
      name: 'TransientDependencyError',
    });
  });

  test('and a call that comes twice writes the same objects', async () => {
    await stage.compare('public.orders');
    const first = new Map(stage.objects);
    await stage.compare('public.orders');
    expect(stage.objects).toEqual(first);
  });

  test('and calls that have no time go on behind the last table that is done', async () => {
    stage.statementMs = 30_000;
    const first = await stage.invoke();
    expect(first).toMatchObject({
      phase: 'working',
      tables: [],
      indexObject: null,
      cursor: { after: expect.any(String) },
    });
    const output = await stage.compare();
    expect(output).toMatchObject({ phase: 'done', summary: { tablesCompared: 2 } });
  });

  test('and a table that a call has no time for is named, with its rows', async () => {
    stage.statementMs = 90_000;
    const { notCompared } = await stage.compare('public.orders');
    expect(notCompared).toMatchObject([
      { reason: 'too-large', detail: expect.stringContaining('3000 rows in the live one') },
    ]);
  });

  test('and are looked up once more in smaller parts: by blocks of the table', async () => {
    const asked: string[] = [];
    const fault = once(isOfOrders, awsError('StatementTimeoutException', 'Request timed out'));
    stage.fault = (statement) => {
      if (isOfOrders(statement)) asked.push(statement.sql);
      return fault(statement);
    };
    await stage.compare('public.orders');
    expect(asked.filter((sql) => sql.includes('t.ctid')).length).toBeGreaterThan(4);
  });
});
