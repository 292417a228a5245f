import type { PublishedManifest } from '../functions/readiness/published';
import { lambdaBundles } from './lambda-bundles';
import type { PublishedAsset } from './publish-assets';
import { type AssemblyStack, AssemblyError } from './read-assembly';

/** What an activation consists of, so that its completeness can be checked later without the assembly. */
export function publishedManifest(
  stack: AssemblyStack,
  published: readonly PublishedAsset[],
  release: string | null,
): PublishedManifest {
  const digestOf = (key: string): string => {
    const digest = published.find((asset) => asset.key === key)?.digest;
    if (digest === undefined) throw new AssemblyError(`${key} of ${stack.name} was not published`);
    return digest;
  };
  const template = stack.assets.find((asset) => asset.isTemplate)?.destinations[0];
  if (template === undefined) throw new AssemblyError(`The template of ${stack.name} is no asset`);
  return {
    version: 1,
    template: { key: template.key, sha256: digestOf(template.key) },
    assets: published.map(({ bucket, key, digest }) => ({ bucket, key, sha256: digest })),
    functions: lambdaBundles([stack]).map(({ name, build, key }) => ({
      functionName: name,
      build,
      codeSha256: Buffer.from(digestOf(key), 'hex').toString('base64'),
    })),
    release,
  };
}
