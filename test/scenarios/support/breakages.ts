import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { applySchema } from '../../../rehearsal/stage/sql';
import { REFERENCE_SCHEMA } from '../../../rehearsal/workload/reference';
import type { Region } from '../../../simulator/world';
import type { FailoverStage } from './failover-stage';

/** The workload's table goes missing in the primary before any backup is made. */
export function dropHeartbeats({ world, primary, estate }: FailoverStage): Promise<void> {
  return world.scheduler.runToEnd(query(primary, estate.ClusterIdentifier, 'drop table heartbeats'));
}

/** What an operator does about it: makes the table in the restored cluster, over the Data API. */
export async function restoreHeartbeats(stage: FailoverStage): Promise<void> {
  const { operator, standby, estate, clusters } = stage;
  const [identifier] = clusters;
  if (identifier === undefined) throw new Error('There is no restored cluster to fix.');
  const secretName = estate.MasterSecretName;
  await applySchema(operator, standby, { clusterIdentifier: identifier, secretName }, REFERENCE_SCHEMA);
  const { arn, databaseName } = standby.rds.cluster(identifier);
  const secretArn = standby.secretsManager.get(secretName).arn;
  const target = { resourceArn: arn, secretArn, database: databaseName };
  const sql = "insert into heartbeats values ('fixed', 1, now(), now())";
  await operator.rdsData(standby.name).send(new ExecuteStatementCommand({ ...target, sql }));
}

/** Takes the replicated frontend away, and returns what puts it back. */
export function loseFrontend({ standby, estate }: FailoverStage): () => void {
  const { s3 } = standby;
  const lost = s3.listObjects(estate.ReplicaBucketName);
  for (const { key } of lost) s3.deleteObject(estate.ReplicaBucketName, key);
  return () => {
    for (const { key, body } of lost) s3.putObject(estate.ReplicaBucketName, key, body);
  };
}

async function query(region: Region, cluster: string, sql: string): Promise<void> {
  await region.rds.cluster(cluster).data?.query(sql);
}
