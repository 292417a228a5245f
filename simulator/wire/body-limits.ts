import { AwsError } from '../service';

/** What a request's head says about it, before the body is read. */
interface Head {
  readonly service: string | undefined;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BodyLimit {
  readonly bytes: number;
  /** How the service refuses a larger one. */
  readonly refuse: () => AwsError;
}

const MiB = 1_048_576;

/** No body is larger than this one, whatever it is for: the simulator keeps objects in memory. */
export const LARGEST_BODY_BYTES = 128 * MiB;

/**
 * How large the body of a request may be. Where AWS documents a limit it is that one; for the rest the simulator has 4 MiB,
 * which is no figure of AWS's. What a service limits within the body (a message, a template, an object's key) it checks itself.
 */
export function bodyLimitOf({ service, path, headers }: Head): BodyLimit {
  switch (service) {
    case 'lambda':
      return lambdaLimit(path, headers);
    case 's3':
      return {
        bytes: LARGEST_BODY_BYTES,
        // "Your proposed upload exceeds the maximum allowed object size": 5 GB at AWS (S3 API Reference, "Error responses").
        refuse: () =>
          new AwsError(
            'EntityTooLarge',
            `Your proposed upload exceeds the maximum allowed object size. The simulator takes ${LARGEST_BODY_BYTES} bytes; Amazon S3 takes 5 GB.`,
          ),
      };
    // DynamoDB Developer Guide, "Quotas": BatchWriteItem, 16 MB of a request.
    case 'dynamodb':
      return limit(16 * MiB, 'RequestEntityTooLargeException');
    // Step Functions Developer Guide, "Quotas": 1 MB per request, its headers included.
    case 'states':
      return limit(MiB, 'RequestEntityTooLargeException');
    // CloudWatch API Reference, PutMetricData: 1 MB for HTTP POST requests.
    case 'monitoring':
      return limit(MiB, 'RequestEntityTooLarge');
    default:
      return limit(4 * MiB, 'RequestEntityTooLargeException');
  }
}

/** How much a compressed body may hold: what CloudWatch takes uncompressed is not documented, so this is the largest of the others. */
export const LARGEST_INFLATED_BYTES = 16 * MiB;

function limit(bytes: number, code: string): BodyLimit {
  return {
    bytes,
    refuse: () => new AwsError(code, `Request size exceeded ${bytes} bytes`, { status: 413 }),
  };
}

/**
 * Lambda quotas: 6 MB for a synchronous invocation, 1 MB for an asynchronous one, 50 MB for a package that is uploaded
 * directly, which is 69,905,067 bytes in base64: the figure in Lambda's own message.
 */
function lambdaLimit(path: string, headers: Readonly<Record<string, string>>): BodyLimit {
  const isInvocation = /\/functions\/[^/]+\/invocations/.test(path);
  const isAsynchronous = headers['x-amz-invocation-type'] === 'Event';
  const [bytes, operation] = isInvocation
    ? [isAsynchronous ? MiB : 6 * MiB, 'InvokeFunction']
    : [69_905_067, 'UpdateFunctionCode'];
  return {
    bytes,
    refuse: () =>
      new AwsError(
        'RequestTooLargeException',
        `Request must be smaller than ${bytes} bytes for the ${operation} operation`,
        {
          status: 413,
        },
      ),
  };
}
