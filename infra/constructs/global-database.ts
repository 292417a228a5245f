import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnGlobalCluster, Credentials, type DatabaseCluster, type DatabaseClusterProps } from 'aws-cdk-lib/aws-rds';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Config } from '../config';
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
    if (child instanceof Secret) child.applyRemovalPolicy(RemovalPolicy.RETAIN);
}

/** Makes a cluster the primary of a global cluster, to which the replica stack adds its own. */
export function globalDatabase(scope: Construct, config: Config, clusterIdentifier: string): void {
  if (config.database === 'snapshot') return;
  new CfnGlobalCluster(scope, 'GlobalCluster', {
    globalClusterIdentifier: namesOf(config).globalCluster,
    // The identifier, not the ARN, which CloudFormation has taken for no source at all.
    sourceDbClusterIdentifier: clusterIdentifier,
    deletionProtection: true,
  });
}

/** The secret of a global database's master user in one region. Secrets Manager ends its ARN with six characters. */
export function databaseSecretArn(config: Config, region: string): string {
  return `arn:aws:secretsmanager:${region}:${config.account}:secret:${namesOf(config).databaseSecret}-??????`;
}
