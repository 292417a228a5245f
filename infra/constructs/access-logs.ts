import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnFlowLog, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

export interface AccessLogsProps {
  readonly config: Config;
  /** Names of the buckets of this region whose requests are logged here, in whichever stack they are. */
  readonly buckets: readonly string[];
  /** @default no network is watched */
  readonly vpc?: IVpc;
}

/** Who asked for which object, and who tried to speak inside the network: one bucket a region, kept for a year. */
export class AccessLogs extends Construct {
  constructor(scope: Construct, id: string, { config, buckets, vpc }: AccessLogsProps) {
    super(scope, id);
    const { region, account } = Stack.of(this);
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: namesOf(config).accessLogBucket(region),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [{ expiration: Duration.days(365), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
    // Amazon S3 User Guide, Enabling server access logging.
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'RequestsToBuckets',
        principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: buckets.map((name) => bucket.arnForObjects(`${name}/*`)),
        conditions: {
          ArnLike: { 'aws:SourceArn': buckets.map((name) => `arn:aws:s3:::${name}`) },
          StringEquals: { 'aws:SourceAccount': account },
        },
      }),
    );
    if (vpc !== undefined) watchNetwork(this, bucket, vpc);
  }
}

/** Amazon VPC User Guide, Publish flow logs to Amazon S3. */
function watchNetwork(scope: Construct, bucket: Bucket, vpc: IVpc): void {
  const { region, account } = Stack.of(scope);
  const delivery = {
    principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
    conditions: {
      ArnLike: { 'aws:SourceArn': `arn:aws:logs:${region}:${account}:*` },
      StringEquals: { 'aws:SourceAccount': account },
    },
  };
  bucket.addToResourcePolicy(
    new PolicyStatement({
      ...delivery,
      sid: 'RejectedTraffic',
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`AWSLogs/${account}/vpcflowlogs/${region}/*`)],
    }),
  );
  bucket.addToResourcePolicy(
    new PolicyStatement({ ...delivery, actions: ['s3:GetBucketAcl'], resources: [bucket.bucketArn] }),
  );

  // Nothing has a way into the network: what is rejected should not have been tried.
  const flowLog = new CfnFlowLog(scope, 'RejectedTraffic', {
    resourceType: 'VPC',
    resourceId: vpc.vpcId,
    trafficType: 'REJECT',
    logDestinationType: 's3',
    logDestination: bucket.bucketArn,
  });
  if (bucket.policy !== undefined) flowLog.node.addDependency(bucket.policy);
}
