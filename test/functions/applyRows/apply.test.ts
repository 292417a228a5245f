import { RepairStage } from './repair-stage';

const TABLES = [
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
  `INSERT INTO orders (customer, total, note) SELECT 1 + n % 20, n * 1.5, '{"z":  1,  "a":2}' FROM generate_series(1, 200) n`,
  `INSERT INTO items SELECT o, l, CASE WHEN l = 2 THEN NULL ELSE 'it''s "' || o || E'\\\\ ,\\n)' END FROM generate_series(1, 200) o, generate_series(1, 3) l`,
];
const CUSTOMERS = { table: 'public.customers', key: ['id'], columns: ['id', 'name', 'Odd col'] };
const ORDERS = { table: 'public.orders', key: ['id'], columns: ['customer', 'id', 'total', 'twice', 'note', 'at'] };
const ITEMS = { table: 'public.items', key: ['order_id', 'line'], columns: ['what', 'order_id', 'line'] };
const ALL = ['customers', 'orders', 'items'] as const;

const stage = new RepairStage();

beforeAll(() => stage.open(TABLES));
afterAll(() => stage.close());

test('rows come back as they were, and the undo takes them away again', async () => {
  const before = await stage.contents(...ALL);
  await stage.run(
    'DELETE FROM items WHERE order_id <= 50',
    'DELETE FROM orders WHERE id <= 50',
    "UPDATE customers SET name = 'oops'",
  );
  const damaged = await stage.contents(...ALL);
  const [xmin = ''] = await stage.column('SELECT DISTINCT xmin::text FROM customers');
  await stage.compare(ITEMS, ORDERS, CUSTOMERS);
  const request = { transactions: [xmin] };
  const plan = await stage.plan(request);
  expect(plan).toMatchObject({ blockers: [], counts: { insert: 200, update: 20, keptNewer: 0 } });
  expect(plan.tables.map(({ table }) => table)).toEqual(['public.customers', 'public.orders', 'public.items']);
  const applied = await stage.apply(plan.planId, request);
  expect(applied).toMatchObject({ phase: 'done', inserted: 200, updated: 20, transactions: 1 });
  expect(await stage.contents(...ALL)).toEqual(before);
  const undone = await stage.undo();
  expect(undone).toMatchObject({ phase: 'done', removed: 200, putBack: 20, keptNewer: 0 });
  expect(await stage.contents(...ALL)).toEqual(damaged);
});
