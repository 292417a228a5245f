import { AwsError } from '../../service';
import type { LambdaFunction } from './function';

/** An account's concurrent executions in a region (Lambda quotas). */
const ACCOUNT_CONCURRENCY = 1000;
/** 6 MB for a synchronous request, 1 MB for an asynchronous one (Lambda quotas); the figure in Lambda's own message. */
const MAXIMUM_REQUEST_BYTES = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/** @throws AwsError TooManyRequestsException when the function, or the account, already runs as often as it may */
export function requireCapacity(
  { settings, running }: LambdaFunction,
  functions: readonly LambdaFunction[],
  onThrottle: () => void,
): void {
  const reserved = settings.reservedConcurrency;
  const isReservedFull = reserved !== undefined && running >= reserved;
  const isAccountFull = functions.reduce((sum, fn) => sum + fn.running, 0) >= ACCOUNT_CONCURRENCY;
  if (!isReservedFull && !isAccountFull) return;
  onThrottle();
  const Reason = isReservedFull
    ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
    : 'ConcurrentInvocationLimitExceeded';
  throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429, members: { Reason } });
}

/** The event as JSON. @throws AwsError RequestTooLargeException */
export function serialise(payload: unknown, type: keyof typeof MAXIMUM_REQUEST_BYTES): string {
  const text = JSON.stringify(payload) ?? 'null';
  const limit = MAXIMUM_REQUEST_BYTES[type];
  if (Buffer.byteLength(text) <= limit) return text;
  throw new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${limit} bytes for the InvokeFunction operation`,
    { status: 413 },
  );
}

/** The name in `name`, `name:$LATEST`, an ARN, or a partial ARN. */
export function nameOf(functionName: string): string {
  const unqualified = functionName.replace(/:\$LATEST$/, '');
  return /(?:^|:)function:([^:]+)$/.exec(unqualified)?.[1] ?? unqualified;
}
