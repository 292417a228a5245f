import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { CATALOGUE_SQL, countSql, FINGERPRINT_SQL, newestSql, TABLES_SQL } from '../shared/catalogue-sql';
import type { Surroundings } from '../shared/create-handler';
import type { Rows } from '../shared/data-api';
import { type Manifest, manifestKey } from '../shared/manifest';
import { ROW_TEXT_SETTINGS } from '../shared/row-text';
import type { Primary } from './aws';
import { type Environment, METRIC, type Output } from './contract';
import { isHashingDue } from './is-hashing-due';
import { recordContents } from './record-contents';
import { isCounted, judgeCount, type Policy, type Table, toTables } from './decide';

/** The function has five minutes. */
const COUNT_FOR_MS = 180_000;

const CATALOGUE_LINES = 2000;

type Query = (sql: string) => Promise<Rows>;

/** Takes the manifest and writes it under its hour. */
export async function advance(primary: Primary, surroundings: Surroundings<Environment>): Promise<Output> {
  const { environment, metrics } = surroundings;
  const manifest = await takeManifest(primary, surroundings);
  const key = manifestKey(environment.KEY_PREFIX, Date.parse(manifest.takenAt));
  await primary.write(environment.BUCKET_NAME, key, JSON.stringify(manifest));
  metrics.addDimension('Workload', environment.WORKLOAD_NAME);
  metrics.addMetric(METRIC, MetricUnit.Count, 1);
  const counted = (how: 'estimated' | 'unreadable') => manifest.tables.filter((table) => table.counted === how).length;
  return {
    key,
    takenAt: manifest.takenAt,
    tables: manifest.tables.length,
    estimated: counted('estimated'),
    unreadable: counted('unreadable'),
  };
}

async function takeManifest(primary: Primary, surroundings: Surroundings<Environment>): Promise<Manifest> {
  const { environment, now } = surroundings;
  const database = { clusterArn: environment.CLUSTER_ARN, secretArn: environment.SECRET_ARN };
  const settings = {
    database: environment.DATABASE_NAME,
    role: environment.READER_ROLE,
    statementTimeoutMs: environment.STATEMENT_TIMEOUT_SECONDS * 1000,
  };
  const query: Query = (sql) => primary.query(database, settings, sql);
  const takenAtMs = now();
  const policy = { exactCountLimit: environment.EXACT_COUNT_LIMIT, countUntilMs: takenAtMs + COUNT_FOR_MS };

  const schemaFingerprint = String((await query(FINGERPRINT_SQL))[0]?.[0]);
  const tables: Manifest['tables'] = [];
  for (const table of toTables(await query(TABLES_SQL)))
    tables.push(...(await count(table, query, policy, surroundings)));
  const catalogue = (await query(CATALOGUE_SQL)).map(([line]) => String(line));
  const contents = isHashingDue(environment.HASHING, takenAtMs)
    ? await recordContents(tables, {
        query,
        queryText: (sql) => primary.query(database, { ...settings, settings: ROW_TEXT_SETTINGS }, sql),
        isTimeLeft: () => now() < policy.countUntilMs,
      })
    : undefined;
  return {
    version: 1,
    takenAt: new Date(takenAtMs).toISOString(),
    clusterArn: database.clusterArn,
    database: settings.database,
    workloadBuild: environment.WORKLOAD_BUILD,
    schemaFingerprint,
    tables,
    ...(contents === undefined ? {} : { contents: [...contents] }),
    // More of them than anybody reads, and the manifest is to stay small.
    ...(catalogue.length <= CATALOGUE_LINES ? { catalogue } : {}),
    heartbeat: await newestHeartbeat(query, surroundings),
  };
}

/** No entry where the table was dropped since it was listed. */
async function count(
  table: Table,
  query: Query,
  policy: Policy,
  { now, environment, logger }: Surroundings<Environment>,
): Promise<Manifest['tables']> {
  const { name, estimate } = table;
  const estimated = { name, rows: estimate ?? 0, counted: 'estimated' as const };
  if (!isCounted(table, policy, now())) return [estimated];
  try {
    return [{ name, rows: Number((await query(countSql(name)))[0]?.[0]), counted: 'exact' }];
  } catch (error) {
    switch (judgeCount(error)) {
      case 'tooSlow':
        logger.warn('not counted: it takes too long', { table: name });
        return [estimated];
      case 'unreadable':
        logger.warn('not counted: the role may not read it', { table: name, role: environment.READER_ROLE });
        return [{ name, counted: 'unreadable' }];
      case 'gone':
        return [];
      case 'unknown':
        throw error;
    }
  }
}

async function newestHeartbeat(
  query: Query,
  { environment: { HEARTBEAT, READER_ROLE }, logger }: Surroundings<Environment>,
): Promise<Manifest['heartbeat']> {
  if (HEARTBEAT === null) return null;
  try {
    const newest = (await query(newestSql(HEARTBEAT)))[0]?.[0] ?? null;
    return { ...HEARTBEAT, newest: newest === null ? null : new Date(Number(newest)).toISOString() };
  } catch (error) {
    if (judgeCount(error) !== 'unreadable') throw error;
    logger.warn('no heartbeat: the role may not read it', { table: HEARTBEAT.table, role: READER_ROLE });
    return { ...HEARTBEAT, newest: null };
  }
}
