import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** What stands ready in the standby region, for the functions that work with it. */
export interface StandbyResources {
  readonly key: IKey;
  readonly databaseSecurityGroup: ISecurityGroup;
  readonly subnetGroupName: string;
  /** Where a validation restores, apart from what a failover may have brought up. */
  readonly validationSecurityGroup: ISecurityGroup;
  readonly validationSubnetGroupName: string;
  readonly clusterParameterGroupName: string;
  readonly replicaBucket: IBucket;
  readonly artifactBucket: IBucket;
}
