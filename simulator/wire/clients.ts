import { ServiceModel } from './service-model';

/** Which SDK client speaks to the service of a signing name. A module is loaded at the first call (about 10 ms). */
const clients: Readonly<Record<string, { readonly client: string; readonly package: string; load(): unknown }>> = {
  backup: {
    client: 'BackupClient',
    package: '@aws-sdk/client-backup',
    load: () => require('@aws-sdk/client-backup') as unknown,
  },
  cloudformation: {
    client: 'CloudFormationClient',
    package: '@aws-sdk/client-cloudformation',
    load: () => require('@aws-sdk/client-cloudformation') as unknown,
  },
  cloudfront: {
    client: 'CloudFrontClient',
    package: '@aws-sdk/client-cloudfront',
    load: () => require('@aws-sdk/client-cloudfront') as unknown,
  },
  dynamodb: {
    client: 'DynamoDBClient',
    package: '@aws-sdk/client-dynamodb',
    load: () => require('@aws-sdk/client-dynamodb') as unknown,
  },
  elasticache: {
    client: 'ElastiCacheClient',
    package: '@aws-sdk/client-elasticache',
    load: () => require('@aws-sdk/client-elasticache') as unknown,
  },
  events: {
    client: 'EventBridgeClient',
    package: '@aws-sdk/client-eventbridge',
    load: () => require('@aws-sdk/client-eventbridge') as unknown,
  },
  kms: { client: 'KMSClient', package: '@aws-sdk/client-kms', load: () => require('@aws-sdk/client-kms') as unknown },
  lambda: {
    client: 'LambdaClient',
    package: '@aws-sdk/client-lambda',
    load: () => require('@aws-sdk/client-lambda') as unknown,
  },
  logs: {
    client: 'CloudWatchLogsClient',
    package: '@aws-sdk/client-cloudwatch-logs',
    load: () => require('@aws-sdk/client-cloudwatch-logs') as unknown,
  },
  monitoring: {
    client: 'CloudWatchClient',
    package: '@aws-sdk/client-cloudwatch',
    load: () => require('@aws-sdk/client-cloudwatch') as unknown,
  },
  rds: { client: 'RDSClient', package: '@aws-sdk/client-rds', load: () => require('@aws-sdk/client-rds') as unknown },
  'rds-data': {
    client: 'RDSDataClient',
    package: '@aws-sdk/client-rds-data',
    load: () => require('@aws-sdk/client-rds-data') as unknown,
  },
  route53: {
    client: 'Route53Client',
    package: '@aws-sdk/client-route-53',
    load: () => require('@aws-sdk/client-route-53') as unknown,
  },
  s3: { client: 'S3Client', package: '@aws-sdk/client-s3', load: () => require('@aws-sdk/client-s3') as unknown },
  secretsmanager: {
    client: 'SecretsManagerClient',
    package: '@aws-sdk/client-secrets-manager',
    load: () => require('@aws-sdk/client-secrets-manager') as unknown,
  },
  servicequotas: {
    client: 'ServiceQuotasClient',
    package: '@aws-sdk/client-service-quotas',
    load: () => require('@aws-sdk/client-service-quotas') as unknown,
  },
  sns: { client: 'SNSClient', package: '@aws-sdk/client-sns', load: () => require('@aws-sdk/client-sns') as unknown },
  sqs: { client: 'SQSClient', package: '@aws-sdk/client-sqs', load: () => require('@aws-sdk/client-sqs') as unknown },
  ssm: { client: 'SSMClient', package: '@aws-sdk/client-ssm', load: () => require('@aws-sdk/client-ssm') as unknown },
  states: {
    client: 'SFNClient',
    package: '@aws-sdk/client-sfn',
    load: () => require('@aws-sdk/client-sfn') as unknown,
  },
  sts: { client: 'STSClient', package: '@aws-sdk/client-sts', load: () => require('@aws-sdk/client-sts') as unknown },
};

const models = new Map<string, ServiceModel>();

/** The signing names whose wire protocol the simulator speaks. */
export const signingNames: readonly string[] = Object.keys(clients);

/** The service's model, read from its SDK client; `undefined` for a service that the simulator does not speak to. */
export function serviceModel(signingName: string): ServiceModel | undefined {
  const known = models.get(signingName);
  if (known !== undefined) return known;
  const entry = Object.hasOwn(clients, signingName) ? clients[signingName] : undefined;
  if (entry === undefined) return undefined;
  const model = ServiceModel.fromClient(signingName, entry.load(), entry.client);
  models.set(signingName, model);
  return model;
}

/** The package of the client that speaks to the service. */
export function packageOf(signingName: string): string | undefined {
  return clients[signingName]?.package;
}

/** The values of an enumeration that the service's client exports. */
export function enumNamed(signingName: string, name: string): readonly string[] {
  const exported = clients[signingName]?.load() as Readonly<Record<string, Readonly<Record<string, string>>>>;
  return Object.values(exported[name] ?? {});
}

/** The client package of a service that the simulator speaks to: `@aws-sdk/client-backup`. */
export function clientNamed(
  packageName: string,
):
  | { readonly signingName: string; readonly client: string; readonly exports: Readonly<Record<string, unknown>> }
  | undefined {
  const found = Object.entries(clients).find(([, { package: name }]) => name === packageName);
  if (found === undefined) return undefined;
  const [signingName, entry] = found;
  return { signingName, client: entry.client, exports: entry.load() as Readonly<Record<string, unknown>> };
}
