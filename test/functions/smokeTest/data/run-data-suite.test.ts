import { AMCHECK_SQL, INDEXES_SQL, SEQUENCES_SQL, TABLES_SQL } from '../../../../functions/shared/catalogue-sql';
import type { Rows } from '../../../../functions/shared/data-api';
import type { Manifests } from '../../../../functions/smokeTest/data/decide';
import { type DataRun, runDataSuite } from '../../../../functions/smokeTest/data/run-data-suite';
import type { DataCursor, DataSettings } from '../../../../functions/smokeTest/data/settings';
import { awsError, NOW } from '../../lambda-context';
import { manifest } from '../../manifests';

const SETTINGS: DataSettings = {
  database: 'app',
  role: 'reader',
  statementTimeoutSeconds: 30,
  manifest: { bucket: 'b', prefix: 'm/', maximumAgeMinutes: 180, rowsWithinPercent: 5, ignoreRowsOf: [] },
  heartbeat: null,
  integrity: true,
  checks: [{ name: 'own', sql: 'select own', expect: { equals: 1 } }],
  newestRows: [],
};
const START: DataCursor = { check: 0, item: 0, problems: [] };
const MANIFESTS = { before: manifest('2026-11-22T02:00:00Z'), after: undefined };

interface Scene {
  readonly from?: DataCursor;
  readonly manifests?: Manifests | null;
  /** What each statement takes. */
  readonly statementMs?: number;
  readonly settings?: DataSettings;
  readonly answer?: (sql: string, count: number) => Rows | Error;
}

async function run({
  from = START,
  manifests = MANIFESTS,
  statementMs = 0,
  settings = SETTINGS,
  answer = () => [],
}: Scene) {
  let nowMs = NOW;
  let count = 0;
  const asked: string[] = [];
  const asMaster: string[] = [];
  const query = async (sql: string): Promise<Rows> => {
    count += 1;
    nowMs += statementMs;
    const given = answer(sql, count);
    if (given instanceof Error) throw given;
    if (given.length > 0) return given;
    if (sql === TABLES_SQL) return [['public', 'orders', 1000]];
    if (sql === SEQUENCES_SQL) return [];
    if (sql === AMCHECK_SQL) return [['public']];
    if (sql === INDEXES_SQL) return ['a', 'b', 'c'].map((name) => ['public', name]);
    if (sql.includes('bt_index_check')) return [[null]];
    if (sql.includes('verify_heapam')) return [];
    if (sql.includes('count(*)')) return [[1000]];
    if (sql.includes('md5')) return [['f1']];
    return [[1]];
  };
  const dataRun: DataRun = {
    restored: {
      settings,
      recoveryPointMs: NOW,
      manifests: manifests ?? undefined,
      query: (sql) => {
        asked.push(sql);
        return query(sql);
      },
      queryText: query,
      queryAsMaster: (sql) => {
        asMaster.push(sql);
        return query(sql);
      },
    },
    from,
    now: () => nowMs,
    pause: async (durationMs) => {
      nowMs += durationMs;
    },
  };
  return { ...(await runDataSuite(dataRun)), asked, asMaster };
}

const failed = (checks: readonly { name: string; passed: boolean; detail: string }[]) =>
  checks.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`);

test('runs every check, the integrity of indexes and tables as the master user and the rest as a reader', async () => {
  const { checks, next, asMaster, asked } = await run({});
  expect(failed(checks)).toEqual([]);
  expect(next).toBeUndefined();
  expect(checks.map(({ name }) => name)).toEqual([
    'manifest of the time of the recovery point',
    'every table of the manifest is there',
    'row counts are those of the manifest',
    'the schema is that of the manifest',
    'contents are those of the manifest, where nothing changed',
    'extensions, roles, grants, collations and constraints are those of the manifest',
    'sequences are not behind their columns',
    'indexes are intact',
    'tables are intact',
    'own',
  ]);
  expect(asMaster).toHaveLength(4);
  expect(asked.some((sql) => sql.includes('bt_index_check'))).toBe(false);
});

test('the newest row of a table is a sentence for the mail; of a table that is not there it is a finding', async () => {
  const isThere = {
    answer: (sql: string): Rows => {
      if (sql.includes('format_type'))
        return [
          ['at', 'timestamp with time zone'],
          ['id', 'bigint'],
        ];
      return sql.includes('isfinite') ? [['4711', NOW - 2_940_000]] : [];
    },
  };
  const newestRows = [{ table: 'public.orders', name: 'order', orderBy: 'at', show: ['id'] }];
  const sentence = 'The newest order is of 2026-11-22 02:11 UTC, 49 minutes before the recovery point: id 4711.';
  const { checks } = await run({ ...isThere, settings: { ...SETTINGS, newestRows } });
  expect(checks.filter((check) => check.sentence !== undefined)).toEqual([
    expect.objectContaining({ name: 'newest row of public.orders', passed: true, detail: sentence, sentence }),
  ]);
  const absent = await run({
    answer: (sql) => (sql.includes('format_type') ? [[]].slice(1) : []),
    settings: { ...SETTINGS, newestRows: [{ ...newestRows[0], table: 'public.gone', orderBy: 'at', show: ['id'] }] },
  });
  expect(absent.checks.at(-1)).toMatchObject({ passed: false, detail: expect.stringContaining('has no column') });
});

test('a check that errors is a failed check, and the others are run', async () => {
  const { checks } = await run({
    answer: (sql) => (sql === 'select own' ? awsError('DatabaseErrorException', 'relation "own" does not exist') : []),
  });
  expect(failed(checks)).toEqual(['own: DatabaseErrorException: relation "own" does not exist']);
});

test('no answer is no finding: the call ends, and the next goes on from the same place', async () => {
  const isDown = (sql: string) => (sql.includes('"b"') ? awsError('ServiceUnavailableError', 'busy', 503) : []);
  await expect(run({ answer: isDown })).rejects.toMatchObject({
    name: 'TransientDependencyError',
    message: expect.stringContaining('ServiceUnavailableError: busy'),
  });
});

test('a broken index is named, and the next ones are looked at', async () => {
  const { checks, asMaster } = await run({
    answer: (sql) =>
      sql.includes('"b"') ? awsError('DatabaseErrorException', 'item order invariant violated for index "b"') : [],
  });
  expect(failed(checks)).toEqual([expect.stringContaining('indexes are intact: public.b: DatabaseErrorException')]);
  expect(asMaster.some((sql) => sql.includes('"c"'))).toBe(true);
});

test('damage in a table is told place by place', async () => {
  const { checks } = await run({
    answer: (sql) => (sql.includes('verify_heapam') ? [['line pointer redirection to unused item']] : []),
  });
  expect(failed(checks)).toEqual(['tables are intact: public.orders: line pointer redirection to unused item']);
});

test('without the extension nothing is looked at, and that is no fault', async () => {
  const { checks } = await run({ answer: (sql) => (sql === AMCHECK_SQL ? [[]].slice(1) : []) });
  expect(failed(checks)).toEqual([]);
});

test('what the master user may not run is said, and spoils no other check', async () => {
  const denial = awsError(
    'DatabaseErrorException',
    'ERROR: permission denied for function bt_index_check; SQLState: 42501',
  );
  const { checks } = await run({ answer: (sql) => (sql.includes('bt_index_check') ? denial : []) });
  expect(failed(checks)).toEqual([]);
  const [indexes, tables] = checks.filter(({ name }) => name.endsWith('are intact'));
  expect(indexes?.detail).toContain(
    'not checked, for want of a right: public.c: ERROR: permission denied for function',
  );
  expect(tables?.detail).toBe('1 table');
});

test('a right that is missing elsewhere is a fault, and so is damage beside a denial', async () => {
  const denial = awsError('DatabaseErrorException', 'ERROR: permission denied for table orders; SQLState: 42501');
  const broken = awsError('DatabaseErrorException', 'ERROR: item order invariant violated; SQLState: XX002');
  const { checks } = await run({
    answer: (sql) => {
      if (sql.includes('count(*)')) return denial;
      if (!sql.includes('bt_index_check')) return [];
      return sql.includes('"a"') ? broken : denial;
    },
  });
  expect(failed(checks)).toEqual([
    expect.stringMatching(/^row counts .*permission denied for table orders/),
    expect.stringMatching(/^indexes are intact: public\.a: .*invariant violated/),
  ]);
});

test('a database that is waking up is asked again', async () => {
  const { checks } = await run({ answer: (_, count) => (count < 3 ? awsError('DatabaseResumingException') : []) });
  expect(failed(checks)).toEqual([]);
});

test('a statement that has taken its time is not given more', async () => {
  let asked = 0;
  const { checks } = await run({
    answer: (sql) => {
      if (sql !== 'select own') return [];
      asked += 1;
      return awsError('StatementTimeoutException', 'Request timed out');
    },
  });
  expect(asked).toBe(1);
  expect(failed(checks)).toEqual(['own: StatementTimeoutException: Request timed out']);
});

test('without a manifest of that time nothing can be compared, and the validation fails', async () => {
  const { checks } = await run({ manifests: null });
  expect(failed(checks)).toEqual([
    expect.stringContaining('manifest of the time of the recovery point: none was taken within 180 minutes before'),
    ...[
      'every table of the manifest is there',
      'row counts are those of the manifest',
      'the schema is that of the manifest',
      'contents are those of the manifest, where nothing changed',
      'extensions, roles, grants, collations and constraints are those of the manifest',
    ].map((name) => `${name}: not looked at: there is no manifest`),
  ]);
});

const SECRETS = { name: 'public.secrets', counted: 'unreadable' } as const;
const ORDERS = { name: 'public.orders', rows: 1000, counted: 'exact' } as const;
const before = (tables: Manifests['before']['tables']) => manifest('2026-11-22T02:00:00Z', { tables });
const listed = (sql: string): Rows =>
  sql === TABLES_SQL ? ['orders', 'secrets'].map((name) => ['public', name, 1000]) : [];

test('a table that could not be read in the primary is not compared, which is said, and the others are', async () => {
  const { checks, asked } = await run({
    manifests: { before: before([ORDERS, SECRETS]), after: undefined },
    answer: listed,
  });
  expect(failed(checks)).toEqual([]);
  expect(asked.filter((sql) => sql.includes('count(*)'))).toEqual(['select count(*) from "public"."orders"']);
  expect(checks.find(({ name }) => name === 'row counts are those of the manifest')?.detail).toBe(
    '1 table; not compared: public.secrets, which the role reader may not read in the primary',
  );
});

test('where no table at all could be read nothing is proven, and the validation fails', async () => {
  const { checks } = await run({ manifests: { before: before([SECRETS]), after: undefined }, answer: listed });
  expect(failed(checks)).toEqual([
    'row counts are those of the manifest: not compared: public.secrets, which the role reader may not read in the primary',
  ]);
});

test('a call that runs out of time says where the next goes on, and every item is looked at once', async () => {
  const all: string[] = [];
  const checks: { name: string; passed: boolean; detail: string }[] = [];
  let cursor: DataCursor | undefined = START;
  let calls = 0;
  while (cursor !== undefined && calls < 20) {
    calls += 1;
    const part: Awaited<ReturnType<typeof run>> = await run({ from: cursor, statementMs: 25_000 });
    all.push(...part.asMaster);
    checks.push(...part.checks);
    cursor = part.next;
  }
  expect(calls).toBeGreaterThan(1);
  expect(checks).toHaveLength(10);
  expect(failed(checks)).toEqual([]);
  expect(all).toHaveLength(new Set(all).size);
});
