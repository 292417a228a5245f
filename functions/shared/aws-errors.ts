import {
  ConcurrentUpdateError,
  InvariantViolationError,
  isPilotLightError,
  type PilotLightError,
  TransientDependencyError,
} from './errors';

/** Names by which a service that answers asks for a slower pace (@smithy/service-error-classification). */
const THROTTLED_NAMES = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Names by which a service, or the SDK in its place, says that it may work next time. */
const TRANSIENT_NAMES = new Set([
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'RequestTimeout',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
]);

const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT']);

/** Somebody else is at it; the same call succeeds when they are done. */
const CONCURRENT_NAMES = new Set([
  'ConditionalCheckFailedException',
  'InvalidChangeSetStatusException',
  'InvalidChangeSetStatus',
  'InvalidDBClusterStateFault',
  'InvalidDBInstanceStateFault',
  'OperationInProgressException',
  'PriorRequestNotComplete',
  'TransactionInProgressException',
]);

const DENIED_NAMES = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'ForbiddenException',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

/** The name that a workflow acts on, for whatever was thrown. What is nobody's fault but ours is an invariant violation. */
export function nameError(error: unknown): PilotLightError {
  if (isPilotLightError(error)) return error;
  if (!(error instanceof Error))
    return new InvariantViolationError(`something was thrown that is no error: ${String(error)}`);
  const text = `${error.name}: ${error.message}`;
  if (isTransient(error)) return new TransientDependencyError(text, { cause: error });
  if (CONCURRENT_NAMES.has(error.name)) return new ConcurrentUpdateError(text, { cause: error });
  if (DENIED_NAMES.has(error.name)) {
    return new InvariantViolationError(`the function's role lacks a permission: ${error.message}`, { cause: error });
  }
  return new InvariantViolationError(text, { cause: error });
}

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TRANSIENT_NAMES.has(error.name) || isThrottled(error)) return true;
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code === 'string' && NETWORK_CODES.has(code)) return true;
  const status = httpStatus(error);
  return status !== undefined && status >= 500;
}

/** Whether the service is there and asks for a slower pace. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && THROTTLED_NAMES.has(error.name);
}

/** Whether AWS answered with one of these error names. The SDK names an error after its shape, not its wire code. */
export function isNamed(error: unknown, ...names: readonly string[]): error is Error {
  return error instanceof Error && names.includes(error.name);
}

function httpStatus(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
