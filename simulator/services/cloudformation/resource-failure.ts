import { AwsError } from '../../service';
import type { Region } from '../../world';

/** A refusal by AWS: it fails the resource. Anything else that is thrown is a defect and stops the simulation. */
export class ResourceFailure extends Error {
  override readonly name = 'ResourceFailure';
}

/** No answer came, as the dispatcher says it. */
export type LostCall = Error & { readonly lost: 'request' | 'response'; readonly service: string };

export function isLostCall(error: unknown): error is LostCall {
  return error instanceof Error && error.name === 'UnreachableError';
}

/**
 * What CloudFormation says of a resource that failed, in the words of its resource handlers; another error as it is.
 * @param handled the service that the handler calls, where the error does not say which answered
 */
export function failureOf(error: unknown, region: Region, handled: string | undefined): unknown {
  if (isLostCall(error)) return handlerFailure(region, networkText(error, region), 'NetworkFailure');
  if (!(error instanceof AwsError)) return error;
  // What CloudFormation finds out itself, before it calls a handler; and what is the simulator's own.
  if (error.code === 'ValidationError' || error.code === 'NotModelled') return new ResourceFailure(error.message);
  const service = error.service ?? handled;
  const id = region.world.random.uuid('cloudformation/failedRequest');
  const details =
    service === undefined
      ? ''
      : ` (Service: ${SDK_NAMES[service] ?? service}, Status Code: ${statusOf(error, service)}, Request ID: ${id})`;
  return handlerFailure(region, `${error.message}${details}`, handlerErrorCode(error));
}

function handlerFailure({ world }: Region, message: string, code: string): ResourceFailure {
  const token = world.random.uuid('cloudformation/requestToken');
  return new ResourceFailure(
    `Resource handler returned message: "${message}" (RequestToken: ${token}, HandlerErrorCode: ${code})`,
  );
}

/** As the AWS SDK for Java puts it, in which the handlers are written. */
function networkText({ lost, service }: LostCall, region: Region): string {
  const host = `${service}.${region.name}.amazonaws.com`;
  return lost === 'request'
    ? `Unable to execute HTTP request: Connect to ${host}:443 [${host}] failed: connect timed out`
    : 'Unable to execute HTTP request: Read timed out';
}

/** How services are called in the messages of the AWS SDK for Java. */
const SDK_NAMES: Readonly<Record<string, string>> = {
  acm: 'Acm',
  apigateway: 'ApiGatewayV2',
  backup: 'Backup',
  cloudfront: 'CloudFront',
  dynamodb: 'DynamoDb',
  ec2: 'Ec2',
  elasticache: 'ElastiCache',
  events: 'EventBridge',
  iam: 'Iam',
  kms: 'Kms',
  lambda: 'Lambda',
  logs: 'CloudWatchLogs',
  monitoring: 'CloudWatch',
  rds: 'Rds',
  route53: 'Route53',
  s3: 'S3',
  scheduler: 'Scheduler',
  secretsmanager: 'SecretsManager',
  sns: 'Sns',
  sqs: 'Sqs',
  ssm: 'Ssm',
  states: 'Sfn',
};

/** Which status a service throttles with; the others use 400 (their API references, "Common errors"). */
const THROTTLED: Readonly<Record<string, number>> = { apigateway: 429, ec2: 503, lambda: 429, s3: 503 };

function statusOf({ code, status }: AwsError, service: string): number {
  return isThrottling(code) ? (THROTTLED[service] ?? 400) : status;
}

export function isThrottling(code: string): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/.test(code);
}

/** CloudFormation CLI User Guide, "Resource type handler error codes". */
function handlerErrorCode({ code, status }: AwsError): string {
  if (/AccessDenied|NotAuthorized|UnauthorizedOperation/.test(code)) return 'AccessDenied';
  if (/AlreadyExists|AlreadyOwnedByYou|Duplicate/.test(code)) return 'AlreadyExists';
  if (/NotFound|NoSuch/.test(code)) return 'NotFound';
  if (isThrottling(code)) return 'Throttling';
  if (code === 'NotStabilized') return code;
  if (/Limit|Quota/.test(code)) return 'ServiceLimitExceeded';
  return status >= 500 ? 'ServiceInternalError' : 'InvalidRequest';
}
