import { readFileSync } from 'node:fs';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import type { Region } from '../world';
import type { Operator } from './operator';

/** Creates the workload's tables, as a deployment of the workload would: over the Data API, with the master secret. */
export async function applySchema(
  operator: Operator,
  region: Region,
  clusterIdentifier: string,
  schemaPath: string,
): Promise<void> {
  const cluster = region.rds.cluster(clusterIdentifier);
  // In a global database it is not RDS that manages it: the cluster was written into it.
  const secretArn = cluster.masterSecret?.arn ?? region.secretsManager.attachedTo(clusterIdentifier)?.arn;
  const target = { resourceArn: cluster.arn, secretArn, database: cluster.databaseName };
  const client = operator.rdsData(region.name);
  for (const sql of schemaStatements(schemaPath)) {
    await client.send(new ExecuteStatementCommand({ ...target, sql }));
  }
}

/** One row that a client wrote. */
export interface Heartbeat {
  /** `Frankfurt/17` */
  readonly key: string;
  readonly recordedAtMs: number;
}

/** The rows of a cluster, read by SQL from its own PostgreSQL: also from one whose region is dark. */
export async function readHeartbeats(region: Region, clusterIdentifier: string): Promise<readonly Heartbeat[]> {
  const { data } = region.rds.cluster(clusterIdentifier);
  if (data === undefined) throw new Error(`The cluster ${clusterIdentifier} in ${region.name} has no data yet.`);
  const rows = await data.query(
    `select client_id || '/' || sequence as key, floor(extract(epoch from recorded_at) * 1000)::text as recorded_at_ms
     from heartbeats
     order by client_id, sequence`,
  );
  return rows.map((row) => ({ key: String(row['key']), recordedAtMs: Number(row['recorded_at_ms']) }));
}

/** The Data API takes one statement a call. A semicolon inside a statement stands between dollar signs. */
export function schemaStatements(schemaPath: string): readonly string[] {
  const schema = readFileSync(schemaPath, 'utf8');
  const lines = schema.split('\n').map((line) => line.replace(/--.*$/, ''));
  return Array.from(lines.join('\n').matchAll(/(?:\$\$[\s\S]*?\$\$|[^;])+/g), ([statement]) => statement.trim()).filter(
    (statement) => statement !== '',
  );
}
