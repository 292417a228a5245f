import { RepairStage } from './repair-stage';

const SHOP = [
  `CREATE TABLE customers (dropped int, id int PRIMARY KEY, name text NOT NULL, "Odd col" jsonb)`,
  'ALTER TABLE customers DROP COLUMN dropped',
  `CREATE TABLE orders (
    customer int NOT NULL REFERENCES customers,
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    total numeric(10, 2) NOT NULL,
    twice numeric GENERATED ALWAYS AS (total * 2) STORED,
    note json,
    at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE items (order_id bigint REFERENCES orders, line int, what text, PRIMARY KEY (order_id, line))`,
  `INSERT INTO customers SELECT n, 'customer ' || n, '{"a": "\\"x\\\\"}' FROM generate_series(1, 20) n`,
  `INSERT INTO orders (customer, total, note)
    SELECT 1 + n % 20, n * 1.5, '{"z":  1,  "a":2}' FROM generate_series(1, 200) n`,
  `INSERT INTO items SELECT o, l, CASE WHEN l = 2 THEN NULL ELSE 'it''s "' || o || E'\\\\ ,\\n)' END
    FROM generate_series(1, 200) o, generate_series(1, 3) l`,
];
const TABLES = ['customers', 'orders', 'items'] as const;

/** Each has its own, so that tests share two clusters. */
const small = (name: string, rows = 10) => [
  `CREATE TABLE ${name} (id int PRIMARY KEY, name text)`,
  `INSERT INTO ${name} SELECT n, 'as it was ' || n FROM generate_series(1, ${rows}) n`,
];
/** A column of the live cluster that a migration has written anew, behind the others. */
const moved = (table: string, column: string, type: string) => [
  `ALTER TABLE ${table} ADD COLUMN moved ${type}`,
  `UPDATE ${table} SET moved = ${column}`,
  `ALTER TABLE ${table} DROP COLUMN ${column}`,
  `ALTER TABLE ${table} RENAME COLUMN moved TO ${column}`,
];

const stage = new RepairStage();

beforeAll(() =>
  stage.open([
    ...SHOP,
    ...small('kept'),
    ...small('older'),
    ...small('again'),
    ...small('parts', 120),
    ...small('held'),
    ...small('parents'),
    'CREATE TABLE children (id int PRIMARY KEY, name text, parent int CONSTRAINT child_of REFERENCES parents)',
    "INSERT INTO children SELECT n, 'child', n FROM generate_series(1, 10) n",
  ]),
);
afterEach(() => stage.reset());
afterAll(() => stage.close());

test('rows come back as they were, in any order of columns, and the undo takes them away again', async () => {
  await stage.run(
    ...moved('customers', 'name', 'text'),
    ...moved('orders', 'at', 'timestamptz'),
    ...moved('items', 'what', 'text'),
  );
  const before = await stage.contents(...TABLES);
  await stage.run(
    'DELETE FROM items WHERE order_id <= 50',
    'DELETE FROM orders WHERE id <= 50',
    "UPDATE customers SET name = 'oops'",
  );
  const damaged = await stage.contents(...TABLES);
  const [xmin = ''] = await stage.column('SELECT DISTINCT xmin::text FROM customers');
  await stage.compare('public.customers', 'public.orders', 'public.items');
  const request = { transactions: [xmin] };
  const plan = await stage.plan(request);
  expect(plan).toMatchObject({ blockers: [], counts: { insert: 200, update: 20, keptNewer: 0 }, transactions: 1 });
  expect(plan.tables.map(({ table }) => table)).toEqual(['public.customers', 'public.orders', 'public.items']);
  expect(await stage.contents(...TABLES)).toEqual(damaged);
  const applied = await stage.apply(plan.planId, request);
  expect(applied).toMatchObject({ phase: 'done', inserted: 200, updated: 20, transactions: 1 });
  expect(await stage.contents(...TABLES)).toEqual(before);
  expect(await stage.column("SELECT to_regnamespace('pilot_light_repair') IS NULL")).toEqual(['true']);
  // A call that comes again after the end.
  expect(await stage.apply(plan.planId, request)).toEqual(applied);
  const undone = await stage.undo();
  expect(undone).toMatchObject({ phase: 'done', removed: 200, putBack: 20, keptNewer: 0 });
  expect(await stage.contents(...TABLES)).toEqual(damaged);
  await expect(stage.undo()).resolves.toMatchObject({ phase: 'done', removed: 200, putBack: 20 });
  expect(await stage.apply(plan.planId, request)).toMatchObject({ phase: 'refused', inserted: 200 });
  expect(await stage.contents(...TABLES)).toEqual(damaged);
});

test('a row that was written again after the plan is kept, and so is one that the undo finds written again', async () => {
  await stage.run('DELETE FROM kept WHERE id <= 4');
  await stage.compare('public.kept');
  const { planId } = await stage.plan();
  await stage.run("INSERT INTO kept VALUES (1, 'newer')");
  expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 3, keptNewer: 1 });
  expect(await stage.column('SELECT name FROM kept WHERE id <= 2 ORDER BY id')).toEqual(['newer', 'as it was 2']);
  await stage.run("UPDATE kept SET name = 'good' WHERE id = 3");
  expect(await stage.undo()).toMatchObject({ removed: 2, keptNewer: 1, kept: ['public.kept (3)'] });
  expect(await stage.column('SELECT name FROM kept WHERE id <= 4 ORDER BY id')).toEqual(['newer', 'good']);
});

test('where the older row is taken, the undo has the newest text', async () => {
  await stage.run("UPDATE older SET name = 'oops'", 'DELETE FROM older WHERE id = 2');
  await stage.compare('public.older');
  const request = { changedSince: 'takeOlder' } as const;
  const { planId } = await stage.plan(request);
  await stage.run(
    "UPDATE older SET name = 'newest' WHERE id = 1",
    "INSERT INTO older VALUES (2, 'newest')",
    'DELETE FROM older WHERE id = 3',
  );
  const damaged = await stage.contents('older');
  expect(await stage.apply(planId, request)).toMatchObject({ phase: 'done', inserted: 1, updated: 9, keptNewer: 0 });
  expect(await stage.column("SELECT count(*) FROM older WHERE name LIKE 'as it was%'")).toEqual(['10']);
  expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 1, putBack: 9 });
  expect(await stage.contents('older')).toEqual(damaged);
});

test('where newer rows are refused, nothing is written', async () => {
  await stage.run('DELETE FROM again WHERE id <= 4');
  await stage.compare('public.again');
  const request = { changedSince: 'refuse' } as const;
  const { planId, blockers } = await stage.plan(request);
  expect(blockers).toEqual([]);
  await stage.run("INSERT INTO again VALUES (1, 'newer')");
  const before = await stage.contents('again');
  const refused = await stage.apply(planId, request);
  expect(refused).toMatchObject({ phase: 'refused', inserted: 0 });
  expect(refused.detail).toContain('public.again (1) was written after the plan');
  expect(await stage.contents('again')).toEqual(before);
  expect((await stage.plan(request)).blockers).toEqual([
    '1 row changed again since, which the request refuses: write changedSince "keepNewer" to leave them, or "takeOlder" to overwrite them',
  ]);
});

describe('many transactions', () => {
  const count = () =>
    stage.column("SELECT count(*) FILTER (WHERE name = 'as it was ' || id) || ' of ' || count(*) FROM parts");

  async function damage() {
    process.env['ROWS_PER_TRANSACTION'] = '40';
    await stage.run('DELETE FROM parts WHERE id <= 110');
    await stage.compare('public.parts');
    const { planId, transactions } = await stage.plan();
    expect(transactions).toBe(3);
    return planId;
  }

  test.each([
    ['a function that dies before the second transaction is committed', 'CommitTransaction', 2, 'dies'],
    ['a function that dies while it writes', 'INSERT INTO "public"."parts"', 3, 'dies'],
    ['the lost answer of a commit', 'CommitTransaction', 2, 'answer-lost'],
    ['the lost answer of the last commit', 'CommitTransaction', 3, 'answer-lost'],
    ['the lost answer of the commit that removes the markers', 'CommitTransaction', 4, 'answer-lost'],
  ] as const)('%s costs no row and doubles none', async (_, what, nth, fault) => {
    const planId = await damage();
    const before = await stage.contents('parts');
    stage.failNth(what, nth, fault);
    expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 110, keptNewer: 0, transactions: 3 });
    expect(stage.hasFailed).toBe(true);
    expect(await count()).toEqual(['120 of 120']);
    stage.failNth(what === 'CommitTransaction' ? what : 'DELETE FROM ONLY "public"."parts"', nth, fault);
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 110, keptNewer: 0 });
    expect(await stage.contents('parts')).toEqual(before);
    await stage.run("INSERT INTO parts SELECT n, 'as it was ' || n FROM generate_series(1, 110) n");
  });

  test('a call that comes beside one that ends the repair writes nothing again', async () => {
    const planId = await damage();
    const before = await stage.contents('parts');
    let other: Promise<unknown> | undefined;
    // The other one has read that the repair is not done, and waits for its transaction.
    stage.before = async () => {
      if (other !== undefined || stage.calls.length > 0) return;
      stage.before = async () => undefined;
      other = stage.apply(planId);
      await other;
    };
    stage.calls.length = 0;
    expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 110, keptNewer: 0, transactions: 3 });
    expect(other).toBeDefined();
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 110, keptNewer: 0 });
    expect(await stage.contents('parts')).toEqual(before);
    await stage.run("INSERT INTO parts SELECT n, 'as it was ' || n FROM generate_series(1, 110) n");
  });

  test('a transaction that does not end within a call is tried again in smaller ones', async () => {
    const planId = await damage();
    process.env['ROWS_PER_TRANSACTION'] = '250000';
    process.env['DEADLINE_SECONDS'] = '115';
    stage.before = () => stage.world.scheduler.sleep(10_000);
    const first = await stage.once(planId);
    expect(first).toMatchObject({ phase: 'working', progress: { chunksPerTransaction: 1 } });
    expect(await stage.apply(planId)).toMatchObject({ phase: 'done', inserted: 110, transactions: 3 });
    expect(await count()).toEqual(['120 of 120']);
  });

  test('a repair that ended half-way is undone', async () => {
    const planId = await damage();
    const before = await stage.contents('parts');
    stage.failNth('CommitTransaction', 2, 'dies');
    await expect(stage.once(planId)).rejects.toMatchObject({ name: 'TransientDependencyError' });
    await stage.sleep(200);
    expect(await stage.undo()).toMatchObject({ phase: 'done', removed: 40 });
    expect(await stage.contents('parts')).toEqual(before);
    await expect(stage.apply(planId)).resolves.toMatchObject({ phase: 'refused' });
    await stage.run("INSERT INTO parts SELECT n, 'as it was ' || n FROM generate_series(1, 110) n");
  });
});

test('a transaction that a dead function has left is waited for, and ended after a minute', async () => {
  await stage.run('DELETE FROM held WHERE id <= 4');
  await stage.compare('public.held');
  const { planId } = await stage.plan();
  stage.failNth('CommitTransaction', 1, 'dies');
  await expect(stage.once(planId)).rejects.toMatchObject({ name: 'TransientDependencyError' });
  const waiting = await stage.once(planId);
  expect(waiting).toMatchObject({
    phase: 'working',
    nextPollSeconds: 20,
    progress: { blocked: { pid: expect.any(Number) } },
  });
  const startedMs = stage.world.scheduler.now();
  const applied = await stage.apply(planId);
  expect(applied).toMatchObject({ phase: 'done', inserted: 4, transactions: 1 });
  const waitedSeconds = (stage.world.scheduler.now() - startedMs) / 1000;
  expect(waitedSeconds).toBeGreaterThanOrEqual(60);
  expect(waitedSeconds).toBeLessThan(120);
});

test('a reference that a row has lost since the plan is found before the commit', async () => {
  await stage.run('DELETE FROM children');
  await stage.compare('public.parents', 'public.children');
  const { planId, blockers } = await stage.plan();
  expect(blockers).toEqual([]);
  await stage.run('DELETE FROM parents WHERE id = 7');
  const refused = await stage.apply(planId);
  expect(refused).toMatchObject({ phase: 'refused', inserted: 0 });
  expect(refused.detail).toContain('the foreign key child_of of public.children would be broken: 1 value such as (7)');
  expect(await stage.column('SELECT count(*) FROM children')).toEqual(['0']);
});
