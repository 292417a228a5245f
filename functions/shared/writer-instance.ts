import { CreateDBInstanceCommand, type RDSClient, type Tag } from '@aws-sdk/client-rds';

/** Asks for the writer of a cluster that has no instance: the cluster scales it between its own minimum and maximum. */
export async function createWriterInstance(
  rds: RDSClient,
  clusterIdentifier: string,
  identifier: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: identifier,
      DBClusterIdentifier: clusterIdentifier,
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
      PromotionTier: 0,
      PubliclyAccessible: false,
      Tags: toTagList(tags),
    }),
  );
}

export function toTagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
