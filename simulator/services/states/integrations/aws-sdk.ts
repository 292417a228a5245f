import { NotModelledError } from '../../../asl/errors';
import { serviceModel } from '../../../wire/clients';
import type { TaskCall } from './task-call';
import { FieldProblem, fromSdkShape, toSdkShape } from './sdk-shape';
import { notStarted, sdkStyle, taskError } from './task-error';

interface SdkService {
  readonly signingName: string;
  /** Of the names of its errors. */
  readonly prefix: string;
  /** Of a global service. */
  readonly region?: string;
  /** Members that are texts in the models that the Java SDK is made from, and numbers in those of the JavaScript SDK. */
  readonly texts?: readonly string[];
}

/** The services by their name in the resource. */
const SERVICES: Readonly<Record<string, SdkService>> = {
  backup: { signingName: 'backup', prefix: 'Backup' },
  cloudformation: { signingName: 'cloudformation', prefix: 'CloudFormation' },
  cloudwatch: { signingName: 'monitoring', prefix: 'CloudWatch' },
  dynamodb: { signingName: 'dynamodb', prefix: 'DynamoDb' },
  eventbridge: { signingName: 'events', prefix: 'EventBridge' },
  kms: { signingName: 'kms', prefix: 'Kms' },
  lambda: { signingName: 'lambda', prefix: 'Lambda' },
  rds: { signingName: 'rds', prefix: 'Rds' },
  rdsdata: { signingName: 'rds-data', prefix: 'RdsData' },
  // `PageMaxItems` is a string (botocore and the Java SDK v2, codegen-resources/route53/service-2.json).
  route53: { signingName: 'route53', prefix: 'Route53', region: 'us-east-1', texts: ['MaxItems'] },
  s3: { signingName: 's3', prefix: 'S3' },
  secretsmanager: { signingName: 'secretsmanager', prefix: 'SecretsManager' },
  sfn: { signingName: 'states', prefix: 'Sfn' },
  sns: { signingName: 'sns', prefix: 'Sns' },
  ssm: { signingName: 'ssm', prefix: 'Ssm' },
};

/** Whether the service has the operation, modelled here or not; undefined of a service that is not known here. */
export function isSdkOperation(service: string, action: string): boolean | undefined {
  const known = SERVICES[service];
  return known === undefined ? undefined : operationOf(known.signingName, action) !== undefined;
}

function operationOf(signingName: string, action: string) {
  const operations = serviceModel(signingName)?.operations.values() ?? [];
  return [...operations].find(({ name }) => name.toLowerCase() === action.toLowerCase());
}

/** `arn:aws:states:::aws-sdk:<service>:<action>`: any call of the service's API, named as in the Java SDK v2. */
export async function callSdk(task: TaskCall, service: string, action: string): Promise<unknown> {
  const known = SERVICES[service];
  const operation = known === undefined ? undefined : operationOf(known.signingName, action);
  if (known === undefined || operation === undefined) {
    throw new NotModelledError(`the task resource arn:aws:states:::aws-sdk:${service}:${action}`);
  }
  const { arguments: given } = task.request;
  let input: unknown;
  try {
    input = toSdkShape(operation.input, given);
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    throw notStarted(given, error.message);
  }
  try {
    return await fromSdkShape(
      operation.output,
      await task.call(known.signingName, operation.name, input, known.region),
      new Set(known.texts),
    );
  } catch (error) {
    throw taskError(error, sdkStyle(known.signingName, known.prefix), task.region.world.random.uuid('requestId'));
  }
}
