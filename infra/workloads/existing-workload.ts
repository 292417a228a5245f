import { CfnOutput, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import type { ExistingWorkload } from '../config/existing-workload';
import { roleWithPolicies } from '../factories/role-with-policies';
import { wildcard } from '../permissions/permission';
import { REPLICATION_READS, REPLICATION_WRITES } from '../permissions/reasons';
import { AccessLogs } from '../constructs/access-logs';
import { privateBucket } from '../factories/private-bucket';
import type { ProtectedWorkload } from './protected-workload';

export interface ExistingWorkloadProps {
  readonly config: Config;
  readonly workload: ExistingWorkload;
}

/** A workload that runs already: nothing of it is made here but a place to write down what its database holds. */
export function existingWorkload(scope: Construct, { config, workload }: ExistingWorkloadProps): ProtectedWorkload {
  const names = namesOf(config);
  const accessLogs = new AccessLogs(scope, 'AccessLogs', { config, buckets: [names.manifestBucket] });
  const replica = Bucket.fromBucketName(scope, 'Replica', names.replicaBucket);
  const manifests = privateBucket(scope, 'Manifests', {
    bucketName: names.manifestBucket,
    accessLogBucket: names.accessLogBucket(Stack.of(scope).region),
    // CDK writes a filter, and with a filter S3 wants a priority (S3 API Reference, PutBucketReplication).
    replicationRules: [{ id: 'to-standby', priority: 1, destination: replica, deleteMarkerReplication: true }],
  });
  manifests.node.addDependency(accessLogs);
  if (workload.frontend !== undefined) frontendReplication(scope, config, workload.frontend.bucketName);
  return {
    clusterArn: workload.clusterArn,
    clusterIdentifier: names.primaryCluster,
    readerSecretArn: workload.secretArn,
    clusterKey: Key.fromKeyArn(scope, 'ClusterKey', workload.keyArn),
    replicatedBucket: manifests,
  };
}

/**
 * With this role S3 replicates the team's frontend bucket. The rule itself is a setting of that bucket, which is not ours
 * to change: the output is what the team gives to `aws s3api put-bucket-replication`.
 */
function frontendReplication(scope: Construct, config: Config, bucketName: string): void {
  const bucket = `arn:aws:s3:::${bucketName}`;
  const replica = `arn:aws:s3:::${namesOf(config).replicaBucket}`;
  // Amazon S3 User Guide, Setting up permissions for live replication.
  const role = roleWithPolicies(scope, 'FrontendReplication', {
    description: 'S3: replicates the frontend to the standby region',
    assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    policies: {
      replicate: [
        { actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [bucket] },
        {
          actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
          resources: [wildcard(`${bucket}/*`, REPLICATION_READS)],
        },
        {
          actions: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
          resources: [wildcard(`${replica}/*`, REPLICATION_WRITES)],
        },
      ],
    },
  });
  new CfnOutput(scope, 'FrontendReplicationConfiguration', {
    description: `For: aws s3api put-bucket-replication --region ${config.primaryRegion} --bucket ${bucketName} --replication-configuration`,
    value: Stack.of(scope).toJsonString({
      Role: role.roleArn,
      Rules: [
        {
          ID: 'to-standby',
          Priority: 1,
          Status: 'Enabled',
          Filter: {},
          DeleteMarkerReplication: { Status: 'Enabled' },
          Destination: { Bucket: replica },
        },
      ],
    }),
  });
}
