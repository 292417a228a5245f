import {
  CliCredentialsStackSynthesizer,
  type FileAssetSource,
  type ISynthesisSession,
  Lazy,
  type Stack,
} from 'aws-cdk-lib';
import type { Config } from '../config/schema';
import { namesOf } from '../names';

/**
 * Template and assets lie in a bucket of our own: nothing collects them as garbage while the stack is not deployed. They
 * are uploaded by who publishes: the bootstrap roles may write to the bootstrap bucket only.
 */
export function artifactSynthesizer(config: Config): CliCredentialsStackSynthesizer {
  return new ArtifactSynthesizer({
    fileAssetsBucketName: namesOf(config).artifactBucket,
    bucketPrefix: 'activation/',
  });
}

/**
 * A token of what the template of a published stack is: sha256 of the file, in hexadecimal, as `publish-activation` writes
 * it down. The template names its code by the hash of the content, so another code is another template. The stack has to
 * be made before the one that names its digest: stacks are written in that order.
 */
export function templateDigestOf(stack: Stack): string {
  return Lazy.uncachedString({
    produce({ preparing }) {
      const { synthesizer } = stack;
      const digest = synthesizer instanceof ArtifactSynthesizer ? synthesizer.templateDigest : undefined;
      if (digest !== undefined) return digest;
      if (preparing) return 'known when the template is written';
      throw new Error(`${stack.stackName} is not written yet: make it before the stack that names its digest`);
    },
  });
}

/** Remembers what it wrote. */
class ArtifactSynthesizer extends CliCredentialsStackSynthesizer {
  templateDigest: string | undefined;

  protected override synthesizeTemplate(session: ISynthesisSession): FileAssetSource {
    const template = super.synthesizeTemplate(session);
    this.templateDigest = template.sourceHash;
    return template;
  }
}
