import { RemovalPolicy } from 'aws-cdk-lib';
import { Credentials, type DatabaseCluster, type DatabaseClusterProps } from 'aws-cdk-lib/aws-rds';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

/**
 * How the master user of the primary logs in. RDS manages no password in a global database (Aurora User Guide, Limitations
 * for Secrets Manager integration): there it is a secret of our own, which Secrets Manager replicates, because the password
 * is the same on both sides.
 */
export function masterUser(config: Config): Pick<DatabaseClusterProps, 'credentials' | 'manageMasterUserPassword'> {
  if (config.database === 'snapshot') return { manageMasterUserPassword: true };
  return {
    credentials: Credentials.fromGeneratedSecret('postgres', {
      secretName: namesOf(config).databaseSecret,
      replicaRegions: [{ region: config.standbyRegion }],
    }),
  };
}

/** The password of our own cluster is the replica's as well: it outlives the stack of the primary. */
export function keepPassword(config: Config, cluster: DatabaseCluster): void {
  if (config.database === 'snapshot') return;
  for (const child of cluster.node.children)
    if (child instanceof Secret) child.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
}
