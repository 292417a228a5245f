import Table from 'cli-table3';
import type { Context } from 'aws-lambda';
import { clustersOf } from '../functions/compareData/aws';
import type { Input, Output } from '../functions/compareData/contract';
import { build } from '../functions/compareData/handler';
import type * as z from 'zod';
import { Operator } from '../rehearsal/stage/operator';
import { VIRTUAL_START_MS } from '../rehearsal/stage/options';
import { createWorld } from '../simulator/create-world';
import type { ClusterData } from '../simulator/data/data-store';
import { closeDataStoreOf, dataStoreOf } from '../simulator/data/store-of-world';
import type { Cluster } from '../simulator/services/rds/model';
import type { World } from '../simulator/world';

const REGION = 'us-east-1';
const SIZES = [10_000, 100_000, 1_000_000];
const DIFFERENCES = 1000;

/** What the standby's Lambda gives the function. */
const ENVIRONMENT = {
  AWS_REGION: REGION,
  PRIMARY_REGION: REGION,
  EVIDENCE_BUCKET_NAME: 'evidence',
  DEADLINE_SECONDS: '780',
  POWERTOOLS_DEV: 'false',
  POWERTOOLS_LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
};

/**
 * compareData between two clusters on real PostgreSQL, over the wire of the Data API: a table of orders, of which 1,000 rows all
 * over it were deleted, changed or added since. What it finds is held against SQL of the benchmark's own.
 */
export async function measureComparison(): Promise<string> {
  Object.assign(process.env, ENVIRONMENT);
  const table = new Table({
    head: ['rows', 'differences found', 'calls of the Data API', 'bytes answered', 'wall time', 'virtual time'],
    style: { head: [], border: [], compact: true },
  });
  for (const rows of SIZES) {
    const { found, calls, bytes, wallMs, virtualMs } = await measure(rows);
    table.push([
      rows.toLocaleString('en'),
      found.toLocaleString('en'),
      calls,
      bytes.toLocaleString('en'),
      `${(wallMs / 1000).toFixed(1)} s`,
      `${(virtualMs / 1000).toFixed(1)} s`,
    ]);
  }
  return table.toString();
}

async function measure(rows: number) {
  const world = createWorld({ seed: 1, startMs: VIRTUAL_START_MS, accountId: '111111111111', regions: [REGION] });
  try {
    const live = await createCluster(world, 'live');
    const restored = await createCluster(world, 'repair-live');
    await fill(dataOf(live), rows);
    await restored.data?.remove();
    restored.data = await dataStoreOf(world).restore(await dataOf(live).snapshot());
    await damage(dataOf(live), rows);
    const { scheduler } = world;
    const operator = new Operator(world);
    const rdsData = operator.rdsData(REGION);
    const objects = new Map<string, string>();
    const handler = build(
      {
        ...clustersOf(
          () => rdsData,
          () => operator.s3(REGION),
        ),
        read: async (_, key) => objects.get(key),
        write: async (_, key, text) => {
          objects.set(key, text);
        },
      },
      () => scheduler.now(),
    );
    // A restored cluster keeps the passwords of the one that it is of.
    const secretArn = live.masterSecret?.arn ?? '';
    const input: z.input<typeof Input> = {
      recoveryId: '20260105-012500',
      label: 'before',
      restored: { clusterArn: restored.arn, secretArn },
      live: { clusterArn: live.arn, secretArn },
      database: 'app',
    };
    const startedMs = performance.now();
    const virtualStartedMs = scheduler.now();
    const output = await toEnd(handler, input);
    const wallMs = performance.now() - startedMs;
    const { deleted, changed, added, dataApiCalls, bytes } = output.summary;
    const found = deleted + changed + added;
    if (found !== DIFFERENCES) throw new Error(`${DIFFERENCES} rows differ, compareData finds ${found}`);
    return { found, calls: dataApiCalls, bytes, wallMs, virtualMs: scheduler.now() - virtualStartedMs };
  } finally {
    await closeDataStoreOf(world);
  }
}

async function toEnd(
  handler: ReturnType<typeof build>,
  input: z.input<typeof Input>,
): Promise<z.output<typeof Output>> {
  const context = { invokedFunctionArn: `arn:aws:lambda:${REGION}:111111111111:function:compare`, awsRequestId: '1' };
  let cursor: z.output<typeof Output>['cursor'] = null;
  for (;;) {
    const output: z.output<typeof Output> = await handler({ ...input, cursor }, context as Context);
    if (output.phase === 'done') return output;
    ({ cursor } = output);
  }
}

export async function createCluster(world: World, identifier: string): Promise<Cluster> {
  const { rds } = world.region(REGION);
  const cluster = rds.clusters.create({
    identifier,
    engineVersion: '17.9',
    databaseName: 'app',
    masterUsername: 'postgres',
    storageEncrypted: false,
    httpEndpointEnabled: true,
    scaling: { MinCapacity: 0.5, MaxCapacity: 8 },
    deletionProtection: false,
    copyTagsToSnapshot: true,
    tags: {},
  } as unknown as Parameters<typeof rds.clusters.create>[0]);
  await world.scheduler.runToEnd(cluster.settled);
  const writer = rds.instances.create({
    identifier: `${identifier}-writer`,
    clusterIdentifier: identifier,
    instanceClass: 'db.serverless',
    tags: {},
  });
  await world.scheduler.runToEnd(writer.settled);
  return cluster;
}

export function dataOf({ identifier, data }: Cluster): ClusterData {
  if (data === undefined) throw new Error(`${identifier} has no data`);
  return data;
}

export async function run(data: ClusterData, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await data.query(statement, [], 'app');
}

function fill(data: ClusterData, rows: number): Promise<void> {
  return run(
    data,
    'SET ROLE postgres',
    `CREATE TABLE orders (id bigint PRIMARY KEY, customer text NOT NULL, total numeric(12, 2), placed_at timestamptz, lines jsonb)`,
    `INSERT INTO orders SELECT n, 'customer ' || n % 5000, n % 977 + 0.25, to_timestamp(1700000000 + n),
       jsonb_build_object('sku', n % 311, 'count', n % 7) FROM generate_series(1, ${rows}) n`,
    'RESET ROLE',
    'ANALYZE orders',
  );
}

/** A thousand rows all over the table: 400 deleted, 400 changed, 200 added. */
function damage(data: ClusterData, rows: number): Promise<void> {
  const step = rows / 400;
  return run(
    data,
    `DELETE FROM orders WHERE id % ${step} = 1`,
    `UPDATE orders SET total = total + 1 WHERE id % ${step} = 2`,
    `INSERT INTO orders SELECT ${rows} + n * 1000, 'new', 1, to_timestamp(1800000000), '{}' FROM generate_series(1, 200) n`,
  );
}
