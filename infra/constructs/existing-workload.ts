import { CfnOutput, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import type { ExistingWorkload } from '../workload-config';
import { AccessLogs } from './access-logs';
import { privateBucket } from './private-bucket';
import type { ProtectedWorkload } from './protected-workload';

/** A workload that runs already: nothing of it is made here but a place to write down what its database holds. */
export function existingWorkload(scope: Construct, config: Config, workload: ExistingWorkload): ProtectedWorkload {
  const names = namesOf(config);
  const accessLogs = new AccessLogs(scope, 'AccessLogs', { config, buckets: [names.manifestBucket] });
  const replica = Bucket.fromBucketName(scope, 'Replica', names.replicaBucket);
  const manifests = privateBucket(scope, 'Manifests', {
    bucketName: names.manifestBucket,
    accessLogBucket: names.accessLogBucket(Stack.of(scope).region),
    replicationRules: [{ id: 'to-standby', destination: replica, deleteMarkerReplication: true }],
  });
  manifests.node.addDependency(accessLogs);
  if (workload.frontend !== undefined) frontendReplication(scope, config, workload.frontend.bucketName);
  return {
    clusterArn: workload.clusterArn,
    clusterIdentifier: names.primaryCluster,
    secretArn: workload.secretArn,
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
  const role = new Role(scope, 'FrontendReplication', {
    description: 'S3: replicates the frontend to the standby region',
    assumedBy: new ServicePrincipal('s3.amazonaws.com'),
    inlinePolicies: {
      replicate: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: [bucket] }),
          new PolicyStatement({
            actions: ['s3:GetObjectVersionForReplication', 's3:GetObjectVersionAcl', 's3:GetObjectVersionTagging'],
            resources: [`${bucket}/*`],
          }),
          new PolicyStatement({
            actions: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
            resources: [`${replica}/*`],
          }),
        ],
      }),
    },
  });
  new CfnOutput(scope, 'FrontendReplicationConfiguration', {
    description: `For: aws s3api put-bucket-replication --bucket ${bucketName} --replication-configuration`,
    value: Stack.of(scope).toJsonString({
      Role: role.roleArn,
      Rules: [
        {
          ID: 'to-standby',
          Priority: 0,
          Status: 'Enabled',
          Filter: {},
          DeleteMarkerReplication: { Status: 'Enabled' },
          Destination: { Bucket: replica },
        },
      ],
    }),
  });
}
