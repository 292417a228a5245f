import type * as z from 'zod';
import type { Surroundings } from '../shared/create-handler';
import { sqlStateOf } from '../shared/data-api';
import { InvalidRequestError } from '../shared/errors';
import type { Clusters } from './aws';
import { compareAll } from './compare-all';
import type { CompareCursor, ComparisonResult, Environment, Input, NotCompared, Output } from './contract';
import { chooseTables, planTables, type Relation, type TablePlan, tableOf } from './decide/relations';
import { objectsOf, TableResult } from './objects';
import { readRelations } from './read-catalogue';
import { done, working } from './report';
import { both, type BothSides, Snapshots, DataApiUse } from './snapshots';
import { LARGE_OBJECTS_SQL } from './sql/catalogue';

/**
 * Compares as many tables as there is time for, each of them whole, and writes what it finds; the last call writes the index.
 *
 * @throws InvalidRequestError for a table or a database that does not exist
 * @throws TransientDependencyError when the Data API gives no answer
 */
export async function advance(
  clusters: Clusters,
  input: Input,
  { environment, now }: Surroundings<Environment>,
): Promise<z.input<typeof Output>> {
  const untilMs = now() + environment.DEADLINE_SECONDS * 1000;
  const bucket = environment.EVIDENCE_BUCKET_NAME;
  const objects = objectsOf(input.recoveryId, input.label);
  const start = { startedAt: new Date(now()).toISOString(), after: null, attempts: 0, dataApiCalls: 0, bytes: 0 };
  const cursor: CompareCursor = input.cursor ?? start;
  const traffic = new DataApiUse(cursor);
  const { database } = input;
  const region = environment.PRIMARY_REGION;
  const sides = { restored: { ...input.restored, region, database }, live: { ...input.live, region, database } };
  const snapshots = new Snapshots(clusters, sides, traffic, now);
  try {
    const plans = await readPlans(snapshots, input);
    const progress = await compareAll({
      plans: plans.filter(({ table }) => cursor.after === null || isBehind(plans, table, cursor.after)),
      attempts: cursor.attempts,
      snapshots,
      store: { objects, write: (key, text) => clusters.write(bucket, key, text) },
      startedAt: cursor.startedAt,
      now,
      untilMs,
    });
    const reached = () => ({
      startedAt: cursor.startedAt,
      after: progress.after ?? cursor.after,
      attempts: progress.kind === 'unfinished' ? progress.attempts : 0,
      dataApiCalls: traffic.calls,
      bytes: traffic.bytes,
    });
    if (progress.kind === 'unfinished') return working(progress.detail, reached(), progress.nextPollSeconds);
    const large = input.tables === null ? await largeObjects(snapshots) : [];
    const read = (table: string) => clusters.read(bucket, objects.result(table));
    const result: ComparisonResult = {
      recoveryId: input.recoveryId,
      label: input.label,
      at: cursor.startedAt,
      restoredClusterArn: input.restored.clusterArn,
      liveClusterArn: input.live.clusterArn,
      database,
      ...(await collect(plans, cursor.startedAt, read, large)),
    };
    await clusters.write(bucket, objects.index, JSON.stringify(result));
    await snapshots.end();
    return done(result, reached(), objects);
  } catch (error) {
    throw asRequest(error, database);
  } finally {
    await snapshots.end();
  }
}

async function readPlans(snapshots: Snapshots, { tables }: Input): Promise<readonly TablePlan[]> {
  const { restored, live } = await snapshots.get();
  const [before, now] = await both(readRelations(restored), readRelations(live));
  const partitioned = [...before, ...now].filter(isPartitioned).map(tableOf);
  const chosen = chooseTables(planTables(before, now), partitioned, tables);
  if (chosen.kind === 'unknown') throw new InvalidRequestError(chosen.message);
  return chosen.plans;
}

function isPartitioned({ kind }: Relation): boolean {
  return kind === 'p';
}

/** The tables are in one order in every call; one that was dropped since is still somewhere in it. */
function isBehind(plans: readonly TablePlan[], table: string, after: string): boolean {
  const place = plans.findIndex((plan) => plan.table === after);
  if (place >= 0) return plans.findIndex((plan) => plan.table === table) > place;
  return Buffer.compare(Buffer.from(table), Buffer.from(after)) > 0;
}

async function largeObjects(snapshots: Snapshots): Promise<readonly NotCompared[]> {
  const sides: BothSides<{ value(sql: string): Promise<unknown> }> = await snapshots.get();
  const [restored, live] = await both(sides.restored.value(LARGE_OBJECTS_SQL), sides.live.value(LARGE_OBJECTS_SQL));
  if (Number(restored) === 0 && Number(live) === 0) return [];
  const detail = `large objects are in no table: ${Number(restored)} in the restored cluster, ${Number(live)} in the live one`;
  return [{ table: 'pg_catalog.pg_largeobject', reason: 'large-objects', detail }];
}

/** What the calls of this comparison have written, and by name what none of them has: a table that was made meanwhile. */
async function collect(
  plans: readonly TablePlan[],
  startedAt: string,
  read: (table: string) => Promise<string | undefined>,
  large: readonly NotCompared[],
): Promise<Pick<ComparisonResult, 'tables' | 'notCompared'>> {
  const tables: ComparisonResult['tables'] = [];
  const notCompared: NotCompared[] = [...large];
  for (const { table } of plans) {
    const text = await read(table);
    const result = text === undefined ? undefined : TableResult.parse(JSON.parse(text));
    if (result?.startedAt !== startedAt) {
      const detail = 'it was created while the comparison was at work: compare again';
      notCompared.push({ table, reason: 'changed-meanwhile', detail });
    } else if (result.outcome.kind === 'compared') tables.push(result.outcome.table);
    else notCompared.push(result.outcome.notCompared);
  }
  return { tables, notCompared };
}

/** PostgreSQL, Error Codes: invalid_catalog_name. */
function asRequest(error: unknown, database: string): unknown {
  if (sqlStateOf(error) !== '3D000') return error;
  return new InvalidRequestError(
    `database: there is no database "${database}" in one of the clusters: write the name of one`,
  );
}
