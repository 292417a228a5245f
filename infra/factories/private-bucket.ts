import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  ObjectOwnership,
  type ReplicationRule,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { explainWildcards, wildcard } from '../permissions/permission';
import { REPLICATION_READS, REPLICATION_WRITES } from '../permissions/reasons';

export interface PrivateBucketProps {
  readonly bucketName: string;
  /** Name of the bucket of the region's access logs, which may be in another stack: a name, no reference. */
  readonly accessLogBucket: string;
  readonly replicationRules?: ReplicationRule[];
}

/** A bucket that nobody outside reads, that forgets nothing for a month, and that outlives its stack. */
export function privateBucket(scope: Construct, id: string, { accessLogBucket, ...props }: PrivateBucketProps): Bucket {
  const bucket = new Bucket(scope, id, {
    ...props,
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    lifecycleRules: [
      { noncurrentVersionExpiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(7) },
    ],
  });
  // Not by `serverAccessLogsBucket`: CDK would write the receiving bucket's policy, which AccessLogs has written.
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new Error(`${bucket.node.path} is no AWS::S3::Bucket`);
  resource.loggingConfiguration = { destinationBucketName: accessLogBucket, logFilePrefix: `${props.bucketName}/` };
  explainReplication(bucket, props.replicationRules ?? []);
  return bucket;
}

/** CDK makes the role with which S3 replicates. */
function explainReplication(bucket: Bucket, rules: readonly ReplicationRule[]): void {
  for (const { destination } of rules)
    explainWildcards(
      bucket,
      {
        actions: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
        resources: [wildcard(bucket.arnForObjects('*'), REPLICATION_READS)],
      },
      {
        actions: [
          's3:ObjectOwnerOverrideToBucketOwner',
          's3:ReplicateDelete',
          's3:ReplicateObject',
          's3:ReplicateTags',
        ],
        resources: [wildcard(destination.arnForObjects('*'), REPLICATION_WRITES)],
      },
    );
}
