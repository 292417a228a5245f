import { ServiceModel } from './service-model';

/** Which SDK client speaks to the service of a signing name. A module is loaded at the first call (about 10 ms). */
const clients: Readonly<Record<string, { readonly client: string; load(): unknown }>> = {
  backup: { client: 'BackupClient', load: () => require('@aws-sdk/client-backup') as unknown },
  cloudformation: { client: 'CloudFormationClient', load: () => require('@aws-sdk/client-cloudformation') as unknown },
  dynamodb: { client: 'DynamoDBClient', load: () => require('@aws-sdk/client-dynamodb') as unknown },
  events: { client: 'EventBridgeClient', load: () => require('@aws-sdk/client-eventbridge') as unknown },
  kms: { client: 'KMSClient', load: () => require('@aws-sdk/client-kms') as unknown },
  lambda: { client: 'LambdaClient', load: () => require('@aws-sdk/client-lambda') as unknown },
  monitoring: { client: 'CloudWatchClient', load: () => require('@aws-sdk/client-cloudwatch') as unknown },
  rds: { client: 'RDSClient', load: () => require('@aws-sdk/client-rds') as unknown },
  'rds-data': { client: 'RDSDataClient', load: () => require('@aws-sdk/client-rds-data') as unknown },
  route53: { client: 'Route53Client', load: () => require('@aws-sdk/client-route-53') as unknown },
  s3: { client: 'S3Client', load: () => require('@aws-sdk/client-s3') as unknown },
  secretsmanager: {
    client: 'SecretsManagerClient',
    load: () => require('@aws-sdk/client-secrets-manager') as unknown,
  },
  sns: { client: 'SNSClient', load: () => require('@aws-sdk/client-sns') as unknown },
  ssm: { client: 'SSMClient', load: () => require('@aws-sdk/client-ssm') as unknown },
  states: { client: 'SFNClient', load: () => require('@aws-sdk/client-sfn') as unknown },
  sts: { client: 'STSClient', load: () => require('@aws-sdk/client-sts') as unknown },
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
