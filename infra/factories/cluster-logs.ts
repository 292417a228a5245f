import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface ClusterLogsProps {
  readonly clusterIdentifier: string;
}

/**
 * Where RDS puts the log of PostgreSQL. It is made before the cluster: RDS would make one that keeps everything for ever,
 * and CDK would change that one with a custom resource (Aurora User Guide, Publishing Aurora PostgreSQL logs).
 */
export function clusterLogs(scope: Construct, id: string, { clusterIdentifier }: ClusterLogsProps): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: `/aws/rds/cluster/${clusterIdentifier}/postgresql`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}
