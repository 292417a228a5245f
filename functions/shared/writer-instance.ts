import { CreateDBInstanceCommand, DeleteDBInstanceCommand, type RDSClient, type Tag } from '@aws-sdk/client-rds';

export interface WriterRequest {
  readonly identifier: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined: RDS chooses. */
  readonly zone: string | undefined;
}

/** Asks for the writer of a cluster that has no instance: the cluster scales it between its own minimum and maximum. */
export async function createWriterInstance(
  rds: RDSClient,
  clusterIdentifier: string,
  { identifier, tags, zone }: WriterRequest,
): Promise<void> {
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: identifier,
      DBClusterIdentifier: clusterIdentifier,
      DBInstanceClass: 'db.serverless',
      Engine: 'aurora-postgresql',
      AvailabilityZone: zone,
      PromotionTier: 0,
      PubliclyAccessible: false,
      Tags: toTagList(tags),
    }),
  );
}

/**
 * Deletes an instance that never came. The data is in the cluster's volume, and stays there when the last instance goes
 * (Aurora User Guide, Deleting a DB instance).
 */
export async function deleteWriterInstance(rds: RDSClient, identifier: string): Promise<void> {
  await rds.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: identifier, SkipFinalSnapshot: true }));
}

export function toTagList(tags: Readonly<Record<string, string>>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
