import Table from 'cli-table3';
import type { Context } from 'aws-lambda';
import { build as buildRecorder } from '../functions/recordManifest/handler';
import { type Database, queryReadOnly, type ReadOnly } from '../functions/shared/data-api';
import { build as buildSmokeTest } from '../functions/smokeTest/handler';
import { Operator } from '../rehearsal/stage/operator';
import { createWorld } from '../simulator/create-world';
import { closeDataStoreOf, dataStoreOf } from '../simulator/data/store-of-world';
import { createCluster, dataOf, run } from './compare';

const REGION = 'us-east-1';
const ROWS = 1_000_000;
const SEEDS = [1, 2, 3];
const HOUR_MS = 3_600_000;
/** An hour before a recovery point, which is made three minutes after the hour. */
const START_MS = Date.parse('2026-12-01T02:00:00Z');
const RECOVERY_POINT = '2026-12-01T02:03:00.000Z';
const EXECUTION = 'arn:aws:states:us-east-1:111111111111:execution:shop-restore-validation:bench';
const CONTEXT = {
  invokedFunctionArn: `arn:aws:lambda:${REGION}:111111111111:function:bench`,
  awsRequestId: '1',
} as Context;
const CHECK = 'contents are those of the manifest, where nothing changed';

/**
 * A byte that is flipped in a range that did not change, in a table of a million rows on real PostgreSQL: recordManifest writes a
 * manifest on both sides of the recovery point, rows come in between, one character of what was restored is another, and
 * smokeTest compares. And the reverse: nothing is flipped, nothing is found.
 */
export async function measureFlippedByte(): Promise<string> {
  const table = new Table({
    head: ['seed', 'flipped', 'found', 'manifest: calls, time', 'all data checks: calls, time'],
    colWidths: [6, 26, 60, 24, 30],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });
  for (const seed of SEEDS) for (const flips of [true, false]) table.push(await measure(seed, flips));
  return table.toString();
}

async function measure(seed: number, flips: boolean): Promise<string[]> {
  const world = createWorld({ seed, startMs: START_MS - HOUR_MS, accountId: '111111111111', regions: [REGION] });
  try {
    const live = await createCluster(world, 'live');
    const restored = await createCluster(world, 'validate-live');
    await run(dataOf(live), ...FILL);

    const rdsData = new Operator(world).rdsData(REGION);
    let calls = 0;
    rdsData.middlewareStack.add(
      (next) => (args) => {
        calls += 1;
        return next(args);
      },
      { step: 'initialize' },
    );
    const objects = new Map<string, string>();
    const query = (database: Database, settings: ReadOnly, sql: string) =>
      queryReadOnly(rdsData, database, settings, sql);
    const recorder = { query, write: async (_: string, key: string, body: string) => void objects.set(key, body) };
    // A restored cluster keeps the passwords of the one that it is of.
    const database = { clusterArn: live.arn, secretArn: live.masterSecret?.arn ?? '' };
    const timed = async <T>(work: () => Promise<T>) => {
      calls = 0;
      const startedMs = performance.now();
      const value = await work();
      return { value, figures: `${calls}, ${((performance.now() - startedMs) / 1000).toFixed(1)} s` };
    };
    const record = (atMs: number) => {
      Object.assign(process.env, recorderEnvironment(database));
      return timed(() => buildRecorder(recorder, () => atMs)({}, CONTEXT));
    };

    const hashed = await record(START_MS);
    await run(dataOf(live), `INSERT INTO orders VALUES (${ROWS + 1}, 'the newest', now())`);
    await restored.data?.remove();
    restored.data = await dataStoreOf(world).restore(await dataOf(live).snapshot());
    await record(START_MS + HOUR_MS);
    // Anywhere but in the newest range, which changed.
    const id = 1 + Math.floor(world.random.next('flipped-byte') * ROWS * 0.98);
    if (flips)
      await run(dataOf(restored), `UPDATE orders SET note = overlay(note placing '!' from 3) WHERE id = ${id}`);

    Object.assign(process.env, SMOKE_TEST_ENVIRONMENT);
    const none = () => Promise.reject(new Error('not of the data suite'));
    const smokeTest = buildSmokeTest(
      {
        http: none,
        sql: none,
        objectSize: none,
        writeProof: none,
        pause: none,
        readOnlySql: query,
        objectText: async (_, key) => objects.get(key),
      },
      () => START_MS + 2 * HOUR_MS,
    );
    const input = { suite: 'data', executionArn: EXECUTION, ...database, clusterArn: restored.arn } as const;
    const proven = await timed(() => smokeTest({ ...input, recoveryPointCreatedAt: RECOVERY_POINT }, CONTEXT));
    const check = proven.value.checks.find(({ name }) => name === CHECK);
    if (check === undefined || check.passed === flips) throw new Error(`seed ${seed}: ${JSON.stringify(check)}`);
    const found = check.passed ? `nothing: ${check.detail}` : check.detail;
    return [String(seed), flips ? `orders.note, id ${id}` : 'nothing', found, hashed.figures, proven.figures];
  } finally {
    await closeDataStoreOf(world);
  }
}

const FILL = [
  'CREATE ROLE reader',
  'GRANT reader TO postgres',
  'SET ROLE postgres',
  'CREATE TABLE orders (id bigint PRIMARY KEY, note text NOT NULL, placed_at timestamptz NOT NULL)',
  `INSERT INTO orders SELECT n, 'order ' || n || ' for customer ' || n % 5000, to_timestamp(1700000000 + n)
     FROM generate_series(1, ${ROWS}) n`,
  'GRANT SELECT ON orders TO reader',
  'RESET ROLE',
  'ANALYZE orders',
];

const COMMON = {
  AWS_REGION: REGION,
  POWERTOOLS_DEV: 'false',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  POWERTOOLS_METRICS_NAMESPACE: 'bench',
};

const recorderEnvironment = ({ clusterArn, secretArn }: Database) => ({
  ...COMMON,
  WORKLOAD_NAME: 'shop',
  CLUSTER_ARN: clusterArn,
  SECRET_ARN: secretArn,
  DATABASE_NAME: 'app',
  READER_ROLE: 'reader',
  STATEMENT_TIMEOUT_SECONDS: '40',
  EXACT_COUNT_LIMIT: '1000000',
  HEARTBEAT: 'null',
  HASHING: '{"when":"hourly"}',
  BUCKET_NAME: 'manifests',
  KEY_PREFIX: 'm/',
});

const SMOKE_TEST_ENVIRONMENT = {
  ...COMMON,
  LOCK_TABLE_NAME: 'lock',
  CHECKS: '[]',
  CHECK_TIMEOUT_SECONDS: '30',
  DEADLINE_SECONDS: '90',
  DATA_CHECKS: JSON.stringify({
    database: 'app',
    role: 'reader',
    statementTimeoutSeconds: 40,
    manifest: { bucket: 'manifests', prefix: 'm/', maximumAgeMinutes: 180, rowsWithinPercent: 5, ignoreRowsOf: [] },
    heartbeat: null,
    integrity: false,
    checks: [],
    newestRows: [],
  }),
};
