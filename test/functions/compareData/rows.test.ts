import { CompareStage } from './compare-stage';

const stage = new CompareStage();

beforeAll(async () => {
  await stage.open(
    "CREATE TYPE mood AS ENUM ('fine', 'bad')",
    'CREATE DOMAIN email AS text CHECK (VALUE LIKE $$%@%$$)',
    `CREATE TABLE everything (
       id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, dropped int DEFAULT 1, truth bool, small int2, money money,
       precise numeric, single float4, wide float8, note text, code char(4), data bytea, j json, jb jsonb, at timestamptz,
       plain timestamp, day date, span interval, feeling mood, mail email, list int[], grid text[][], net inet, bits bit(3),
       place point, range int4range, doubled int GENERATED ALWAYS AS (small * 2) STORED, words tsvector, type regtype
     )`,
    'ALTER TABLE everything DROP COLUMN dropped',
    `INSERT INTO everything (truth, small, money, precise, single, wide, note, code, data, j, jb, at, plain, day, span, feeling,
       mail, list, grid, net, bits, place, range, words, type)
     SELECT n % 2 = 0, n, n, n / 7.0, n / 7.0, n / 7.0, E'say "x"\\n\\t\\\\' || n, 'c', decode('00ff', 'hex'), '{"b": 1,  "a":1}', '{"b": 1, "a": 1}',
       '2026-01-01T00:00:00.123456Z', '2026-01-01', '2026-01-01', '1 day 02:03:04', 'fine', 'a@b', '{1,NULL}', '{{a,b},{c,d}}',
       '10.0.0.1', B'101', '(1,2)', '[1,5)', 'a b', 'integer'
     FROM generate_series(1, 50) n`,
    'INSERT INTO everything DEFAULT VALUES',
    'CREATE TABLE composite (region text, "Order No" numeric(6,1), value text, PRIMARY KEY (region, "Order No"))',
    `INSERT INTO composite VALUES ('eu', 1.5, NULL), ('eu', 2, ''), ('a,b', 1, 'x'), ('a"b', 1, 'y'), (E'a\\nb\\\\', 1, 'z'), ('ä', 1, 'u')`,
    'CREATE SCHEMA "My App"',
    'CREATE TABLE "My App"."Order ""Lines""" ("Id" uuid NOT NULL, "select" int)',
    'CREATE UNIQUE INDEX ON "My App"."Order ""Lines""" ("Id")',
    `INSERT INTO "My App"."Order ""Lines""" SELECT md5(n::text)::uuid, n FROM generate_series(1, 40) n`,
    'CREATE TABLE large (id int PRIMARY KEY, body text)',
    `INSERT INTO large SELECT n, repeat(md5(n::text), 1900) FROM generate_series(1, 30) n`,
    `INSERT INTO large SELECT n, 'small' FROM generate_series(101, 120) n`,
    'CREATE TABLE parts (id int, year int, PRIMARY KEY (id, year)) PARTITION BY LIST (year)',
    'CREATE TABLE parts_2025 PARTITION OF parts FOR VALUES IN (2025)',
    'CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES IN (2026)',
    'INSERT INTO parts SELECT n, 2025 + n % 2 FROM generate_series(1, 20) n',
    'CREATE TABLE parent (id int PRIMARY KEY)',
    'CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent)',
    'INSERT INTO parent VALUES (1)',
    'INSERT INTO child VALUES (1), (2)',
  );
});
afterAll(() => stage.close());

const changesOf = async (table: string) => {
  const output = await stage.compare(table);
  expect(output.notCompared).toEqual([]);
  const [found] = output.tables;
  return found === undefined ? [0, 0, 0] : [found.deleted, found.changed, found.added];
};
const keysOf = (table: string, kind: 'deleted' | 'changed' | 'added') => stage.list(table, kind).map(({ key }) => key);

test('equal databases have no difference, whatever their types, and a table costs two calls', async () => {
  stage.calls = 0;
  const output = await stage.compare();
  expect(output).toMatchObject({
    summary: { deleted: 0, changed: 0, added: 0, tablesCompared: 8, tablesNotCompared: 0 },
    tables: [],
    notCompared: [],
    detail: '8 tables compared: no row differs.',
  });
  expect(output.summary.dataApiCalls).toBe(stage.calls);
  expect(stage.calls).toBe(2 * (8 + 6));
});

test('a table that was rewritten, with its columns in another physical order, is the same', async () => {
  await stage.restored(
    'SET ROLE postgres',
    'ALTER TABLE composite RENAME TO old',
    'ALTER INDEX composite_pkey RENAME TO old_pkey',
    'CREATE TABLE composite (value text, "Order No" numeric(6,1), gone int, region text, PRIMARY KEY ("Order No", region))',
    'ALTER TABLE composite DROP COLUMN gone',
    'INSERT INTO composite SELECT value, "Order No", region FROM old ORDER BY region DESC',
    'DROP TABLE old',
    'RESET ROLE',
  );
  expect(await changesOf('public.composite')).toEqual([0, 0, 0]);
});

test.each([
  ['truth = NOT truth'],
  ['money = 70000'],
  ["precise = '1.50'"],
  ["single = 'NaN'"],
  ["wide = '-0'"],
  ["note = ''"],
  ['note = NULL'],
  ["data = decode('00fe', 'hex')"],
  [`j = '{"b": 1, "a":1}'`],
  [`jb = '{"b": 1, "a": 2}'`],
  ["at = '2026-01-01T00:00:00.123457Z'"],
  ["span = '1 day 02:03:05'"],
  ["feeling = 'bad'"],
  ["mail = 'a@c'"],
  ["list = '{1,2}'"],
  ["grid = '{{a,b},{c,e}}'"],
  ["place = '(1,3)'"],
  ["range = '[1,6)'"],
  ['small = 100'],
  ["type = 'text'"],
])('one value that was changed is found: %s', async (assignment) => {
  await stage.live(`UPDATE everything SET ${assignment} WHERE id = 7`);
  try {
    expect(await changesOf('public.everything')).toEqual([0, 1, 0]);
    const [line] = stage.list('public.everything', 'changed');
    expect(line?.key).toEqual(['7']);
    expect(line?.row).not.toBe(line?.live);
  } finally {
    await stage.live(
      'DELETE FROM everything WHERE id = 7',
      `INSERT INTO everything (id, truth, small, money, precise, single, wide, note, code, data, j, jb, at, plain, day, span, feeling,
         mail, list, grid, net, bits, place, range, words, type) OVERRIDING SYSTEM VALUE
       SELECT 7, false, 7, 7, 7 / 7.0, 7 / 7.0, 7 / 7.0, E'say "x"\\n\\t\\\\' || 7, code, data, j, jb, at, plain, day, span, feeling, mail, list,
         grid, net, bits, place, range, words, type FROM everything WHERE id = 8`,
    );
  }
});

test('the text of a row reads back as exactly this row', async () => {
  await stage.live('DELETE FROM everything WHERE id = 9');
  expect(await changesOf('public.everything')).toEqual([1, 0, 0]);
  const [line] = stage.list('public.everything', 'deleted');
  const row = String(line?.row).replaceAll("'", "''");
  await stage.live(`CREATE TABLE given AS SELECT * FROM everything WITH NO DATA`);
  await stage.live(`INSERT INTO given SELECT (E'${row.replaceAll('\\', '\\\\')}'::given).*`);
  const columns = stage.index.tables[0]?.columns.filter((column) => column !== 'doubled').join(', ');
  await stage.live(
    `INSERT INTO everything (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM given`,
    'DROP TABLE given',
  );
  expect(await changesOf('public.everything')).toEqual([0, 0, 0]);
});

test('keys of several columns, of text that needs quotes, are found and listed', async () => {
  await stage.live(
    `DELETE FROM composite WHERE region IN ('a,b', E'a\\nb\\\\')`,
    `UPDATE composite SET value = NULL WHERE region = 'a"b'`,
    `INSERT INTO composite VALUES ('É', 1, NULL)`,
  );
  expect(await changesOf('public.composite')).toEqual([2, 1, 1]);
  const { key } = stage.index.tables[0] ?? {};
  expect(key).toEqual(['Order No', 'region']);
  expect(keysOf('public.composite', 'deleted')).toEqual([
    ['1.0', 'a\nb\\'],
    ['1.0', 'a,b'],
  ]);
  expect(stage.list('public.composite', 'changed')).toEqual([
    { key: ['1.0', 'a"b'], row: '(y,1.0,"a""b")', live: '(,1.0,"a""b")', xmin: expect.stringMatching(/^\d+$/) },
  ]);
  expect(stage.list('public.composite', 'added')).toEqual([{ key: ['1.0', 'É'], live: '(,1.0,É)' }]);
});

test('names of any letters, and a unique index in place of a primary key', async () => {
  const table = 'My App.Order "Lines"';
  await stage.live(`UPDATE "My App"."Order ""Lines""" SET "select" = 0 WHERE "select" < 3`);
  expect(await changesOf(table)).toEqual([0, 2, 0]);
  expect(stage.index.tables[0]).toMatchObject({ key: ['Id'], columns: ['Id', 'select'] });
  const [object] = stage.index.tables[0]?.objects.changed ?? [];
  expect(object).toBe('corruption/20261124-100000/before/My%20App.Order%20%22Lines%22/changed-0001.jsonl');
});

test('rows of 60 KB are compared, named, and not carried', async () => {
  await stage.live(
    "UPDATE large SET body = body || 'x' WHERE id = 3",
    'DELETE FROM large WHERE id IN (4, 101)',
    "UPDATE large SET body = 'x' WHERE id = 102",
    "UPDATE large SET body = repeat('y', 60000) WHERE id = 103",
  );
  const output = await stage.compare('public.large');
  expect(output.tables).toMatchObject([
    { deleted: 2, changed: 3, notMovable: 3, notes: [expect.stringMatching(/^3 rows/)] },
  ]);
  expect(stage.list('public.large', 'deleted')).toEqual([
    { key: ['4'], movable: false },
    { key: ['101'], row: '(101,small)' },
  ]);
  expect(stage.list('public.large', 'changed')).toMatchObject([
    { key: ['3'], movable: false, xmin: expect.any(String) },
    { key: ['102'], row: '(102,small)', live: '(102,x)' },
    { key: ['103'], movable: false, row: '(103,small)' },
  ]);
});

test('partitions are compared as tables, all of them where their root is asked for', async () => {
  await stage.live('DELETE FROM parts WHERE id < 4');
  const { tables, summary } = await stage.compare('public.parts');
  expect(summary.tablesCompared).toBe(2);
  expect(tables.map(({ table, deleted }) => [table, deleted])).toEqual([
    ['public.parts_2026', 2],
    ['public.parts_2025', 1],
  ]);
});

test('the rows of a table are not those of the tables that inherit from it', async () => {
  await stage.live('DELETE FROM child WHERE id = 2');
  expect(await changesOf('public.parent')).toEqual([0, 0, 0]);
  expect(await changesOf('public.child')).toEqual([1, 0, 0]);
});

test('who wrote the changed rows last is counted by transaction', async () => {
  await stage.live(
    "UPDATE everything SET note = 'bad' WHERE id BETWEEN 20 AND 30",
    "UPDATE everything SET note = 'good' WHERE id BETWEEN 20 AND 21",
  );
  const { tables } = await stage.compare('public.everything');
  expect(tables[0]?.writers.map(({ rows, committedAt }) => [rows, committedAt])).toEqual([
    [9, null],
    [2, null],
  ]);
  const lines = stage.list('public.everything', 'changed');
  expect(lines.map(({ key, xmin }) => [key[0], xmin === tables[0]?.writers[1]?.transaction])).toEqual(
    Array.from({ length: 11 }, (_, index) => [String(20 + index), index < 2]),
  );
});

test('when they were written is there where the cluster keeps the times of commits', async () => {
  await stage.trackCommits();
  await stage.live("UPDATE everything SET note = 'bad' WHERE id BETWEEN 20 AND 30");
  const { tables } = await stage.compare('public.everything');
  const [{ ms } = { ms: 0 }] = await stage.ask(
    'SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::bigint AS ms FROM everything WHERE id = 20',
  );
  expect(tables[0]?.writers).toMatchObject([{ rows: 11, committedAt: new Date(Number(ms)).toISOString() }]);
});
