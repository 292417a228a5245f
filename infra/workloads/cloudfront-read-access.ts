import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

/**
 * Lets the distribution read a bucket of the frontend. Its id is not known here: the distribution is made after both
 * buckets, in a stack of us-east-1, and a standby stack takes nothing from there. So the policy names every
 * distribution of this account and none of another; who may make one here may read the frontend.
 */
export function letDistributionsRead(bucket: Bucket, config: Config): void {
  const { manifestPrefix } = namesOf(config);
  const cloudFront = new ServicePrincipal('cloudfront.amazonaws.com');
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'DistributionsOfThisAccount',
      principals: [cloudFront],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: { ArnLike: { 'AWS:SourceArn': `arn:aws:cloudfront::${config.account}:distribution/*` } },
    }),
  );
  // What the database held, table by table, is replicated in the same bucket, and is nobody's business outside.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'NotTheManifests',
      effect: Effect.DENY,
      principals: [cloudFront],
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects(`${manifestPrefix}*`)],
    }),
  );
}
