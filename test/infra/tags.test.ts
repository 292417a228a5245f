import { CfnResource, TagManager } from 'aws-cdk-lib';
import type { App } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { parseConfig } from '../../infra/config/parse';
import { tagsOf } from '../../infra/names';
import { inTemporaryDirectory, synthesizeInto } from './synthesized';
import { VARIANTS } from './variants';

interface Taggable {
  readonly path: string;
  readonly type: string;
  /** As the template has them. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Every resource of every stack whose type takes tags, by what the library generated from CloudFormation's schema. */
function taggablesOf(overrides: unknown): readonly Taggable[] {
  process.env['CDK_VALIDATION'] = 'false';
  return inTemporaryDirectory((directory) => {
    const resources: IConstruct[] = [];
    const assembly = synthesizeInto(directory, parseConfig(overrides), (app: App) => {
      resources.push(...app.node.findAll());
    });
    return resources.flatMap((resource) => {
      const manager = TagManager.of(resource);
      if (manager === undefined || !CfnResource.isCfnResource(resource)) return [];
      const template = assembly.getStackByName(resource.stack.stackName).template as Template;
      const logicalId = String(resource.stack.resolve(resource.logicalId));
      const written = template.Resources[logicalId];
      if (written === undefined) throw new Error(`${resource.node.path} is not in its template`);
      const tags = readTags(written.Properties?.[capitalised(manager.tagPropertyName)]);
      return [{ path: resource.node.path, type: resource.cfnResourceType, tags }];
    });
  });
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Properties?: Readonly<Record<string, unknown>> }>>;
}

/** The library has the property's name in its own spelling: `backupVaultTags`. */
function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Some types take a list of keys and values, some a map. */
function readTags(tags: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(tags)) return (tags ?? {}) as Record<string, string>;
  return Object.fromEntries((tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

describe.each(Object.entries(VARIANTS))('%s', (_, overrides) => {
  const taggables = taggablesOf(overrides);

  test('every resource that can carry tags carries the five', () => {
    const wanted = tagsOf(parseConfig(overrides));
    expect(Object.keys(wanted)).toHaveLength(5);
    const without = taggables.flatMap(({ path, type, tags }) => {
      const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
      return missing.length === 0 ? [] : [`${path} (${type}): ${missing.map(([key]) => key).join(', ')}`];
    });
    expect(without).toEqual([]);
  });
});

test('what costs money and what holds data is among them', () => {
  const types = new Set(taggablesOf({}).map(({ type }) => type));
  for (const type of [
    'AWS::RDS::DBCluster',
    'AWS::RDS::DBInstance',
    'AWS::Backup::BackupVault',
    'AWS::Backup::BackupPlan',
    'AWS::DynamoDB::Table',
    'AWS::S3::Bucket',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::CloudWatch::Alarm',
    'AWS::Route53::HealthCheck',
    'AWS::StepFunctions::StateMachine',
  ]) {
    expect(types).toContain(type);
  }
});
