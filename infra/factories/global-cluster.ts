import { CfnGlobalCluster } from 'aws-cdk-lib/aws-rds';
import type { Construct } from 'constructs';

export interface GlobalClusterProps {
  readonly globalClusterIdentifier: string;
  /** The identifier, not the ARN, which CloudFormation has taken for no source at all. */
  readonly sourceDbClusterIdentifier: string;
}

/** Makes a cluster the primary of a global cluster, to which the replica stack adds its own. */
export function globalCluster(scope: Construct, id: string, props: GlobalClusterProps): CfnGlobalCluster {
  return new CfnGlobalCluster(scope, id, { ...props, deletionProtection: true });
}
