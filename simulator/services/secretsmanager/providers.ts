import * as z from 'zod';
import { AwsError } from '../../service';
import type { ProviderRequest, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { PASSWORD_CHARACTERS } from './secrets-manager';

const Generator = z.strictObject({
  ExcludeCharacters: z.string().default(''),
  ExcludePunctuation: TemplateBoolean.default(false),
  GenerateStringKey: z.string().optional(),
  PasswordLength: TemplateNumber.default(32),
  SecretStringTemplate: z.string().optional(),
});

const SecretProperties = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  KmsKeyId: z.string().optional(),
  SecretString: z.string().optional(),
  GenerateSecretString: Generator.optional(),
  ReplicaRegions: z.array(z.strictObject({ Region: z.string() })).default([]),
  Tags: TagList.optional(),
});

const TYPE = 'AWS::SecretsManager::Secret';

/** Without `update`: a change replaces the secret, which AWS would change in place. */
const secret: ResourceProvider = {
  type: TYPE,
  calls: { service: 'secretsmanager', create: ['CreateSecret'], delete: ['DeleteSecret'] },
  access(request, change) {
    const { Name } = parseProperties(TYPE, SecretProperties, request.properties);
    const { region } = request;
    const resource = region.secretsManager.arnFor(Name ?? `${request.stackName}-${request.logicalId}`);
    const action = change === 'delete' ? 'secretsmanager:DeleteSecret' : 'secretsmanager:CreateSecret';
    return [{ action, resource }];
  },
  create(request) {
    const properties = parseProperties(TYPE, SecretProperties, request.properties);
    const made = request.region.secretsManager.create({
      name: properties.Name ?? request.generateName(64),
      description: properties.Description,
      kmsKeyId: properties.KmsKeyId,
      value: properties.SecretString ?? generate(request, properties.GenerateSecretString),
      tags: mergeTags(request.stackTags, properties.Tags),
      replicaRegions: properties.ReplicaRegions.map(({ Region }) => Region),
    });
    return { physicalId: made.arn, attributes: { Id: made.arn } };
  },
  delete(request) {
    request.region.secretsManager.remove(request.physicalId);
  },
};

const AttachmentProperties = z.strictObject({
  SecretId: z.string(),
  TargetId: z.string(),
  TargetType: z.literal('AWS::RDS::DBCluster'),
});

/** Writes where the cluster is into its secret, beside the user and the password. */
const attachment: ResourceProvider = {
  type: 'AWS::SecretsManager::SecretTargetAttachment',
  calls: { service: 'secretsmanager', create: ['PutSecretValue', 'GetSecretValue'], delete: ['PutSecretValue'] },
  access({ region, properties }, change) {
    const { SecretId } = parseProperties(attachment.type, AttachmentProperties, properties);
    const resource = region.secretsManager.arnFor(SecretId);
    if (change === 'delete') return [];
    return ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'].map((action) => ({ action, resource }));
  },
  create({ region, properties }) {
    const { SecretId, TargetId } = parseProperties(attachment.type, AttachmentProperties, properties);
    const cluster = region.rds.clusters.get(TargetId);
    const { arn, value } = region.secretsManager.get(SecretId);
    const before = z.record(z.string(), z.unknown()).parse(parseJson(value));
    const place = {
      engine: 'postgres',
      host: cluster.endpoint,
      port: cluster.port,
      dbname: cluster.databaseName,
      dbClusterIdentifier: cluster.identifier,
    };
    region.secretsManager.put(SecretId, JSON.stringify({ ...before, ...place }));
    return { physicalId: arn };
  },
  delete() {
    // The secret keeps what it says.
  },
};

export const providers: readonly ResourceProvider[] = [secret, attachment];

function generate(request: ProviderRequest, generator: z.infer<typeof Generator> | undefined): string {
  const options = generator ?? Generator.parse({});
  const alphabet = options.ExcludePunctuation ? PASSWORD_CHARACTERS.replace(/[^a-zA-Z0-9]/g, '') : PASSWORD_CHARACTERS;
  const { secretsManager } = request.region;
  const password = secretsManager.generatePassword(options.PasswordLength, options.ExcludeCharacters, alphabet);
  if (options.GenerateStringKey === undefined) return password;
  const template = z.record(z.string(), z.unknown()).safeParse(parseJson(options.SecretStringTemplate ?? '{}'));
  if (!template.success) {
    throw new AwsError('InvalidRequestException', 'SecretStringTemplate: write a JSON object, as text');
  }
  return JSON.stringify({ ...template.data, [options.GenerateStringKey]: password });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
