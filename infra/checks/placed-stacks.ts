import { readFileSync } from 'node:fs';
import { AssetManifestArtifact, type CloudAssembly } from 'aws-cdk-lib/cx-api';
import * as z from 'zod';
import type { PlacedStack } from './made-elsewhere';
import { resolveTemplate } from './resolve-template';

const Manifest = z.object({
  files: z
    .record(z.string(), z.object({ destinations: z.record(z.string(), z.looseObject({ bucketName: z.string() })) }))
    .default({}),
});

/** Every stack of an assembly with its region, its template as that region reads it, and the buckets of its assets. */
export function placedStacks(assembly: CloudAssembly): readonly PlacedStack[] {
  return assembly.stacks.map((stack) => {
    const { region, account } = stack.environment;
    const { stackName: name, template } = stack;
    const resolved = { ...template, ...resolveTemplate(template, { region, account, stackName: name }) };
    return { name, region, template: resolved, assetBuckets: assetBucketsOf(stack.dependencies) };
  });
}

function assetBucketsOf(dependencies: readonly unknown[]): readonly string[] {
  const buckets = dependencies
    .filter((each) => each instanceof AssetManifestArtifact)
    .flatMap(({ file }) => Object.values(Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).files))
    .flatMap(({ destinations }) => Object.values(destinations).map(({ bucketName }) => bucketName));
  return [...new Set(buckets)];
}
