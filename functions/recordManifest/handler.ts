import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { isNamed } from '../shared/aws-errors';
import { countSql, FINGERPRINT_SQL, newestSql, TABLES_SQL } from '../shared/catalogue-sql';
import { createHandler, type Surroundings } from '../shared/create-handler';
import type { Rows } from '../shared/data-api';
import { type Manifest, manifestKey } from '../shared/manifest';
import { aws, type Primary } from './aws';
import { Environment, Input, Output } from './contract';
import { isCounted, type Table, toTables } from './decide';

/** The function has five minutes. */
const COUNT_FOR_MS = 180_000;

/** Writes down what the primary database holds now, so that a validation knows what the restored one should hold. */
export const build = (primary: Primary, now?: () => number) =>
  createHandler({
    name: 'recordManifest',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: async (_input, surroundings) => {
      const { environment, metrics } = surroundings;
      const manifest = await take(primary, surroundings);
      const key = manifestKey(environment.KEY_PREFIX, Date.parse(manifest.takenAt));
      await primary.write(environment.BUCKET_NAME, key, JSON.stringify(manifest));
      metrics.addMetric('ManifestRecorded', MetricUnit.Count, 1);
      const estimated = manifest.tables.filter((table) => table.counted === 'estimated').length;
      return { key, takenAt: manifest.takenAt, tables: manifest.tables.length, estimated };
    },
  });

export const handler = build(aws);

async function take(primary: Primary, surroundings: Surroundings<Environment>): Promise<Manifest> {
  const { environment, now, logger } = surroundings;
  const database = { clusterArn: environment.CLUSTER_ARN, secretArn: environment.SECRET_ARN };
  const settings = {
    database: environment.DATABASE_NAME,
    role: environment.READER_ROLE,
    statementTimeoutMs: environment.STATEMENT_TIMEOUT_SECONDS * 1000,
  };
  const query = (sql: string): Promise<Rows> => primary.query(database, settings, sql);
  const takenAtMs = now();
  const policy = { exactCountLimit: environment.EXACT_COUNT_LIMIT, countUntilMs: takenAtMs + COUNT_FOR_MS };

  const count = async (table: Table): Promise<Manifest['tables'][number]> => {
    const { name, estimate } = table;
    const estimated = { name, rows: estimate ?? 0, counted: 'estimated' as const };
    if (!isCounted(table, policy, now())) return estimated;
    try {
      return { name, rows: Number((await query(countSql(name)))[0]?.[0]), counted: 'exact' };
    } catch (error) {
      if (!isTooSlow(error)) throw error;
      logger.warn('not counted: it takes too long', { table: name });
      return estimated;
    }
  };

  const schemaFingerprint = String((await query(FINGERPRINT_SQL))[0]?.[0]);
  const tables: Manifest['tables'] = [];
  for (const table of toTables(await query(TABLES_SQL))) tables.push(await count(table));
  const { HEARTBEAT: heartbeat } = environment;
  const newest = heartbeat === null ? null : ((await query(newestSql(heartbeat)))[0]?.[0] ?? null);
  return {
    version: 1,
    takenAt: new Date(takenAtMs).toISOString(),
    clusterArn: database.clusterArn,
    database: settings.database,
    workloadBuild: environment.WORKLOAD_BUILD,
    schemaFingerprint,
    tables,
    heartbeat:
      heartbeat === null
        ? null
        : { ...heartbeat, newest: newest === null ? null : new Date(Number(newest)).toISOString() },
  };
}

/** PostgreSQL's SQLSTATE 57014 (query_canceled), or the Data API's own limit of 45 seconds. */
function isTooSlow(error: unknown): boolean {
  return (
    isNamed(error, 'StatementTimeoutException') ||
    (isNamed(error, 'DatabaseErrorException') && error.message.includes('57014'))
  );
}
