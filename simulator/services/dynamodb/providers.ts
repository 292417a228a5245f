import * as z from 'zod';
import { AwsError, type Access } from '../../service';
import type { ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { notModelled } from '../not-modelled';
import type { KeyAttribute } from './table';

const Recovery = z.strictObject({
  PointInTimeRecoveryEnabled: TemplateBoolean.optional(),
  RecoveryPeriodInDays: TemplateNumber.optional(),
});
const Encryption = z.strictObject({
  SSEEnabled: TemplateBoolean.optional(),
  SSEType: z.string().optional(),
  KMSMasterKeyId: z.string().optional(),
});
const KeyFields = {
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  TimeToLiveSpecification: z
    .strictObject({ AttributeName: z.string().optional(), Enabled: TemplateBoolean })
    .optional(),
  SSESpecification: Encryption.optional(),
};
const ReplicaFields = {
  DeletionProtectionEnabled: TemplateBoolean.optional(),
  PointInTimeRecoverySpecification: Recovery.optional(),
  TableClass: z.string().optional(),
  ContributorInsightsSpecification: z.strictObject({ Enabled: TemplateBoolean }).optional(),
  Tags: TagList.optional(),
};

const TableProperties = z.strictObject({
  ...KeyFields,
  ...ReplicaFields,
  ProvisionedThroughput: z
    .strictObject({ ReadCapacityUnits: TemplateNumber, WriteCapacityUnits: TemplateNumber })
    .optional(),
});
const GlobalTableProperties = z.strictObject({
  ...KeyFields,
  Replicas: z.array(z.strictObject({ ...ReplicaFields, Region: z.string() })),
});
type Properties = z.infer<typeof TableProperties>;

const table = tableProvider('AWS::DynamoDB::Table', (request) =>
  parseProperties('AWS::DynamoDB::Table', TableProperties, request.properties),
);

/** What the CDK's TableV2 becomes, with one replica: the region of the stack. */
const globalTable = tableProvider('AWS::DynamoDB::GlobalTable', (request) => {
  const { Replicas, ...rest } = parseProperties(
    'AWS::DynamoDB::GlobalTable',
    GlobalTableProperties,
    request.properties,
  );
  const [replica, ...more] = Replicas;
  if (replica?.Region !== request.region.name || more.length > 0) {
    throw notModelled('A DynamoDB global table with other replicas than that of the region of its stack');
  }
  const { Region: _, ...settings } = replica;
  return { ...rest, ...settings };
});

export const providers: readonly ResourceProvider[] = [table, globalTable];

function tableProvider(type: string, read: (request: ProviderRequest) => Properties): ResourceProvider {
  return {
    type,
    calls: {
      service: 'dynamodb',
      create: ['CreateTable', 'DescribeTable'],
      update: ['UpdateTable', 'DescribeTable'],
      delete: ['DeleteTable'],
    },
    access: (request, change) => tableAccess(request, change, read(request)),
    create(request) {
      const properties = read(request);
      const name = properties.TableName ?? request.generateName(255);
      const key = (kind: 'HASH' | 'RANGE') => readKey(properties, kind);
      const hashKey = key('HASH');
      if (hashKey === undefined) throw new AwsError('ValidationException', 'KeySchema has no HASH key');
      request.region.dynamoDb.createTable({
        name,
        hashKey,
        rangeKey: key('RANGE'),
        ...settingsOf(request, properties),
      });
      return resultOf(request, name);
    },
    update(request) {
      const name = request.physicalId;
      Object.assign(request.region.dynamoDb.table(name).settings, settingsOf(request, read(request)));
      return resultOf(request, name);
    },
    delete(request) {
      request.region.dynamoDb.deleteTable(request.physicalId);
    },
  };
}

function settingsOf(request: ProviderRequest, properties: Properties) {
  requireKey(request, properties.SSESpecification?.KMSMasterKeyId);
  const ttl = properties.TimeToLiveSpecification;
  return {
    ttlAttribute: ttl?.Enabled === true ? ttl.AttributeName : undefined,
    pointInTimeRecovery: properties.PointInTimeRecoverySpecification?.PointInTimeRecoveryEnabled ?? false,
    deletionProtection: properties.DeletionProtectionEnabled ?? false,
    tags: mergeTags(request.stackTags, properties.Tags),
  };
}

/** DynamoDB asks KMS and quotes it. A key of another region: as others measured it for the replicas of a global table. */
function requireKey({ region }: ProviderRequest, keyId: string | undefined): void {
  const problem = keyId === undefined ? undefined : region.kms.useKey(keyId);
  if (problem === undefined) return;
  const requestId = region.world.random.uuid('requestId');
  throw new AwsError(
    'ValidationException',
    `KMS validation error: com.amazonaws.services.kms.model.NotFoundException: ${problem} (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: ${requestId}; Proxy: null)`,
  );
}

function readKey({ KeySchema, AttributeDefinitions }: Properties, kind: 'HASH' | 'RANGE'): KeyAttribute | undefined {
  const name = KeySchema.find(({ KeyType }) => KeyType === kind)?.AttributeName;
  if (name === undefined) return undefined;
  const type = AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  if (type !== undefined) return { name, type };
  throw new AwsError('ValidationException', `The key ${name} is missing from AttributeDefinitions`);
}

function resultOf({ region }: ProviderRequest, name: string): ProviderResult {
  return { physicalId: name, attributes: { Arn: region.dynamoDb.arn(name) } };
}

function tableAccess(
  request: ProviderRequest,
  change: 'create' | 'update' | 'delete',
  properties: Properties,
): readonly Access[] {
  const resource = request.region.dynamoDb.arn(properties.TableName ?? `${request.stackName}-*`);
  if (change === 'delete') return [{ action: 'dynamodb:DeleteTable', resource }];
  return [
    change === 'create' ? 'dynamodb:CreateTable' : 'dynamodb:UpdateTable',
    'dynamodb:DescribeTable',
    ...(properties.TimeToLiveSpecification === undefined ? [] : ['dynamodb:UpdateTimeToLive']),
    ...(properties.PointInTimeRecoverySpecification === undefined ? [] : ['dynamodb:UpdateContinuousBackups']),
    'dynamodb:TagResource',
  ].map((action) => ({ action, resource }));
}
