import { CfnResource, TagManager } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { IConstruct } from 'constructs';
import * as z from 'zod';

export interface Taggable {
  readonly path: string;
  readonly type: string;
  /** As the template has them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Every resource of every stack whose type takes tags, by what the library generated from CloudFormation's schema. */
export function taggablesOf(root: IConstruct, assembly: CloudAssembly): readonly Taggable[] {
  return root.node.findAll().flatMap((resource) => {
    const manager = TagManager.of(resource);
    if (manager === undefined || !CfnResource.isCfnResource(resource)) return [];
    const template = Template.parse(assembly.getStackByName(resource.stack.stackName).template);
    const logicalId = String(resource.stack.resolve(resource.logicalId));
    const written = template.Resources[logicalId];
    if (written === undefined) throw new Error(`${resource.node.path} is not in its template`);
    const tags = Tags.parse(written.Properties?.[capitalised(manager.tagPropertyName)]);
    return [{ path: resource.node.path, type: resource.cfnResourceType, tags }];
  });
}

const Template = z.object({
  Resources: z.record(z.string(), z.object({ Properties: z.record(z.string(), z.unknown()).optional() })),
});

/** Some types take a list of keys and values, some a map. */
const Tags = z
  .union([
    z.record(z.string(), z.string()),
    z
      .array(z.object({ Key: z.string(), Value: z.string() }))
      .transform((tags) => Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]))),
  ])
  .default({});

/** The library has the property's name in its own spelling: `backupVaultTags`. */
function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
