import { CliCredentialsStackSynthesizer } from 'aws-cdk-lib';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

/**
 * Template and assets lie in a bucket of our own: nothing collects them as garbage while the stack is not deployed. They
 * are uploaded by who publishes: the bootstrap roles may write to the bootstrap bucket only.
 */
export function artifactSynthesizer(config: Config): CliCredentialsStackSynthesizer {
  return new CliCredentialsStackSynthesizer({
    fileAssetsBucketName: namesOf(config).artifactBucket,
    bucketPrefix: 'activation/',
  });
}
