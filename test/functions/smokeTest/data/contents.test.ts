import { recordContents } from '../../../../functions/recordManifest/record-contents';
import { chooseRanges } from '../../../../functions/recordManifest/ranges';
import { CATALOGUE_SQL } from '../../../../functions/shared/catalogue-sql';
import type { ContentLimits } from '../../../../functions/shared/content-limits';
import { type Rows, toRows } from '../../../../functions/shared/data-api';
import type { Manifest } from '../../../../functions/shared/manifest';
import type { Restored } from '../../../../functions/smokeTest/data/check-run';
import { catalogueCheck, contentCheck, sequenceCheck } from '../../../../functions/smokeTest/data/contents';
import { describeNewest, newestRowCheck } from '../../../../functions/smokeTest/data/newest-row';
import type { NewestRow } from '../../../../functions/smokeTest/data/settings';
import type { Cluster } from '../../../../simulator/services/rds/model';
import {
  type AuroraWorld,
  auroraWorld,
  closeWorld,
  primaryCluster,
  sql,
} from '../../../simulator/support/aurora-world';
import { awsError } from '../../lambda-context';
import { manifest } from '../../manifests';

const ROWS = 50_000;
let world: AuroraWorld;
let cluster: Cluster;

const query = async (text: string): Promise<Rows> => {
  const { records } = (await sql(world, cluster, text)) as { records?: Parameters<typeof toRows>[0] };
  return toRows(records);
};
/** PostgreSQL counts rows that are written within seconds; here at once. */
const change = (text: string) =>
  sql(
    world,
    cluster,
    /^(insert|update|delete) /i.test(text)
      ? `WITH done AS (${text} RETURNING 1), one AS (SELECT FROM done LIMIT 1) SELECT CAST(pg_stat_force_next_flush() AS text) FROM one`
      : text,
  );

beforeAll(async () => {
  world = auroraWorld();
  cluster = await primaryCluster(world);
  await change('CREATE TABLE orders (id bigserial PRIMARY KEY, note text NOT NULL)');
  await change(`INSERT INTO orders (note) SELECT 'order ' || n FROM generate_series(1, ${ROWS}) n`);
  await change('CREATE TABLE people (name text PRIMARY KEY, age int)');
  await change("INSERT INTO people SELECT 'person ' || n, n FROM generate_series(1, 500) n");
});
afterAll(() => closeWorld(world));

async function take(takenAt: string, limits?: ContentLimits): Promise<Manifest> {
  const tables: Manifest['tables'] = [
    { name: 'public.orders', rows: ROWS, counted: 'exact' },
    { name: 'public.people', rows: 500, counted: 'exact' },
  ];
  const contents = await recordContents(tables, { query, queryText: query, isTimeLeft: () => true, limits });
  const catalogue = (await query(CATALOGUE_SQL)).map(([line]) => String(line));
  return manifest(takenAt, { tables, contents: [...contents], catalogue });
}

const restored = () =>
  ({
    settings: { manifest: { ignoreRowsOf: [] }, statementTimeoutSeconds: 30 },
    recoveryPointMs: Date.parse('2026-11-22T02:49:00Z'),
    query,
    queryText: query,
    queryAsMaster: query,
  }) as unknown as Restored;

async function problemsOf({ items, look, passed }: Omit<ReturnType<typeof sequenceCheck>, 'name'>) {
  const listed = await items();
  if (typeof listed === 'string') return listed;
  const problems: string[] = [];
  for (const item of listed) problems.push((await look(item)) ?? '');
  return problems.filter((each) => each !== '').join('; ') || passed(listed.length);
}

test('one character that differs in a range that did not change is found; what changed is named, and not compared', async () => {
  const before = await take('2026-11-22T02:00:00Z');
  await change("INSERT INTO orders (note) VALUES ('newer')");
  const after = await take('2026-11-22T03:00:00Z');
  const check = () => problemsOf(contentCheck(restored(), { before, after }));
  expect(await check()).toBe('2 tables; changed, not compared: 1 of 49 ranges of public.orders');
  await change("UPDATE orders SET note = 'Order 777' WHERE id = 777");
  expect(await check()).toBe(
    'public.orders: other contents than in the primary, in 1 of 48 ranges that did not change: id 0 to 1023; damage: the primary counts 1 insert, 0 updates and 0 deletes between the manifests, so no row came and went',
  );
  await change("UPDATE orders SET note = 'order 777' WHERE id = 777");
  await change("UPDATE people SET age = age + 1 WHERE name = 'person 7'");
  expect(await check()).toMatch(
    /^public\.people: other contents .* in 1 of 64 ranges that did not change: part \d+; damage: .* no row came and went$/,
  );
  await change("UPDATE people SET age = age - 1 WHERE name = 'person 7'");
});

test('a flag that is set and reset between two manifests may be no damage, and how to tell is said', async () => {
  const before = await take('2026-11-22T02:00:00Z');
  await change("UPDATE people SET age = -1 WHERE name = 'person 9'");
  await change("UPDATE people SET age = 9 WHERE name = 'person 9'");
  const after = await take('2026-11-22T03:00:00Z');
  await change("UPDATE people SET age = -1 WHERE name = 'person 9'");
  expect(await problemsOf(contentCheck(restored(), { before, after }))).toMatch(
    /damage, or a row that came and went, such as a lock: the primary counts 0 inserts, 2 updates and 0 deletes between .*ignoreRowsOf$/,
  );
  await change("UPDATE people SET age = 9 WHERE name = 'person 9'");
});

test('of a table that is too large the newest ranges are hashed, and compared also when newer ones have begun', async () => {
  const small = { tableRows: 10_000, tableBytes: 2 ** 30, manifestRows: 20_000, manifestBytes: 2 ** 30 };
  const before = await take('2026-11-22T02:00:00Z', small);
  expect(before.contents?.[0]).toMatchObject({ table: 'public.orders', parts: { length: 8 } });
  const rows = before.contents?.[0]?.parts.reduce((sum, [, count]) => sum + count, 0) ?? 0;
  expect(rows).toBeGreaterThan(5000);
  expect(rows).toBeLessThanOrEqual(10_000);
  await change(`INSERT INTO orders (note) SELECT 'more' FROM generate_series(1, 1024)`);
  const after = await take('2026-11-22T03:00:00Z', small);
  expect(after.contents?.[0]?.ranges).not.toEqual(before.contents?.[0]?.ranges);
  const check = () => problemsOf(contentCheck(restored(), { before, after }));
  expect(await check()).toBe('2 tables; changed, not compared: 2 of 8 ranges of public.orders');
  await change("UPDATE orders SET note = '!' WHERE id = 48000");
  expect(await check()).toMatch('in 1 of 6 ranges that did not change');
  await change("UPDATE orders SET note = 'order 48000' WHERE id = 48000");
  await change(`DELETE FROM orders WHERE id > ${ROWS + 1}`);
});

test('bytes bound a table as rows do, and a manifest by what is left', async () => {
  const limits = { tableRows: 1_000_000, tableBytes: 1_000_000, manifestRows: 1_000_000, manifestBytes: 1_000_000 };
  const { contents = [] } = await take('2026-11-22T02:00:00Z', limits);
  expect(contents.map(({ table, ranges }) => [table, ranges.by === 'key' && ranges.from !== null])).toEqual([
    ['public.orders', true],
    ['public.people', false],
  ]);
  expect((await take('2026-11-22T02:00:00Z', { ...limits, manifestBytes: 10 })).contents).toEqual([]);
  const few = await take('2026-11-22T02:00:00Z', { ...limits, manifestRows: 600 });
  expect(few.contents?.map(({ table }) => table)).toEqual(['public.people']);
});

test('keys that are denser than the estimate says are left out, not read without end', async () => {
  await change('CREATE TABLE skewed (id bigint PRIMARY KEY)');
  await change('INSERT INTO skewed SELECT -n * 1000 FROM generate_series(1, 100) n');
  await change('INSERT INTO skewed SELECT n FROM generate_series(1, 4000) n');
  const tables = [{ name: 'public.skewed', rows: 4100, counted: 'estimated' as const }];
  const limits = { tableRows: 1000, tableBytes: 2 ** 30, manifestRows: 9000, manifestBytes: 2 ** 30 };
  const of = (more: object) => recordContents(tables, { query, queryText: query, isTimeLeft: () => true, ...more });
  expect(await of({ limits })).toEqual([]);
  expect(await of({ limits: { ...limits, tableRows: 3000 } })).toHaveLength(1);
  await change('DROP TABLE skewed');
});

test('without hashes, or without the manifest after, nothing is compared, and that is said', async () => {
  const before = await take('2026-11-22T02:00:00Z');
  expect(await problemsOf(contentCheck(restored(), { before, after: undefined }))).toMatch('not compared');
  const old = manifest('2026-11-22T02:00:00Z');
  expect(await problemsOf(contentCheck(restored(), { before: old, after: undefined }))).toMatch('not compared');
  expect(await problemsOf(catalogueCheck(restored(), { before: old, after: undefined }))).toMatch('not compared');
});

test('a grant, a role or an extension that is gone is missing, and a constraint that is not validated is new', async () => {
  await change('CREATE ROLE clerk');
  await change('GRANT SELECT ON orders TO clerk');
  const before = await take('2026-11-22T02:00:00Z');
  const check = () => problemsOf(catalogueCheck(restored(), { before, after: undefined }));
  expect(await check()).toMatch('as in the manifest');
  await change('REVOKE SELECT ON orders FROM clerk');
  expect(await check()).toBe('missing: grant SELECT on public.orders to clerk');
  await change('GRANT SELECT ON orders TO clerk');
  await change("ALTER TABLE orders ADD CONSTRAINT noted CHECK (note <> '') NOT VALID");
  expect(await check()).toBe('not in the primary: unvalidated public.orders noted');
  await change('ALTER TABLE orders DROP CONSTRAINT noted');
});

test('a sequence behind its column is found; one that was never used is not', async () => {
  await change('CREATE TABLE imported (id serial PRIMARY KEY)');
  await change('INSERT INTO imported VALUES (500)');
  expect(await problemsOf(sequenceCheck(restored()))).toBe('2 sequences');
  await change("SELECT setval('orders_id_seq', 10)");
  expect(await problemsOf(sequenceCheck(restored()))).toBe(
    `public.orders_id_seq is at 10, and public.orders.id at ${ROWS + 1}`,
  );
});

describe('the newest row', () => {
  const rowOf = (wanted: NewestRow) => problemsOf(newestRowCheck(restored(), wanted));
  const placed = { table: 'public.Placed', name: 'order', orderBy: 'at', show: ['id', 'Note'] };

  beforeAll(async () => {
    await change('CREATE TABLE "Placed" (id int, "Note" text, at timestamptz)');
  });

  test('of an empty table, and of one without a time, is said to be none', async () => {
    expect(await rowOf(placed)).toBe('public.Placed is empty.');
    await change('INSERT INTO "Placed" VALUES (1, NULL, NULL), (2, NULL, \'infinity\')');
    expect(await rowOf(placed)).toBe('No row of public.Placed has a value in at.');
  });

  test('by a time says how much older than the recovery point it is; long values are cut', async () => {
    await change(
      `INSERT INTO "Placed" VALUES (4711, repeat('so ', 999), '2026-11-22 03:00:00+01'), (7, 'x', '2026-11-22')`,
    );
    expect(await rowOf(placed)).toBe(
      `The newest order is of 2026-11-22 02:00 UTC, 49 minutes before the recovery point: id 4711, Note "${'so '.repeat(19)}so…".`,
    );
  });

  test('by a number says which', async () => {
    expect(await rowOf({ table: 'public.Placed', orderBy: 'id', show: ['id', 'at'] })).toBe(
      'The newest row of public.Placed has id 4711: at "2026-11-22 02:00:00+00".',
    );
  });

  test('of a table or by a column that is not there is a finding by name', async () => {
    expect(await rowOf({ ...placed, table: 'public.placed' })).toBe(
      'public.placed is not there, and validation.newestRows names it',
    );
    expect(await rowOf({ ...placed, show: ['id', 'note', 'city'] })).toBe(
      'public.Placed has no column note, city, and validation.newestRows names them',
    );
  });

  test('that is not found in time is said, and is no fault of the data', async () => {
    const late = awsError('DatabaseErrorException', 'canceling statement due to statement timeout; SQLState: 57014');
    const slow = { ...restored(), queryText: () => Promise.reject(late) };
    expect(await problemsOf(newestRowCheck(slow, placed))).toMatch(/not found within 30 seconds: an index on at would/);
  });

  test.each([
    ['2026-11-24T02:49:00Z', '2026-11-24 02:49 UTC, 2 days after'],
    ['2026-11-22T02:48:30Z', '2026-11-22 02:48 UTC, 30 seconds before'],
  ])('of %s is %s the recovery point', (at, expected) => {
    const said = describeNewest(
      { table: 'a.b', orderBy: 'at', show: ['at'] },
      [at, Date.parse(at)],
      restored().recoveryPointMs,
    );
    expect(said).toBe(`The newest row of a.b is of ${expected} the recovery point.`);
  });
});

test.each([
  [1000, 1n, 1000n, { shift: 4, from: null }],
  [10, -5n, 5n, { shift: 0, from: null }],
  [1_000_000, 1n, 1_000_000n, { shift: 14, from: null }],
  [100_000_000, 1n, 100_000_000n, { shift: 16, from: '99483648' }],
])('a table of %i rows with keys from %s to %s', (rows, least, largest, ranges) => {
  const chosen = chooseRanges(rows, Math.min(rows, 1_000_000), least, largest);
  if (ranges.from === null) expect(chosen).toEqual(ranges);
  else expect([chosen.shift, Number(largest) - Number(chosen.from) < 1_000_000]).toEqual([ranges.shift, true]);
});
