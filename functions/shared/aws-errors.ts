import { callOf, failedCall } from './aws-call';
import {
  ConcurrentUpdateError,
  InvariantViolationError,
  isPilotLightError,
  type PilotLightError,
  TransientDependencyError,
  UnsafeToProceedError,
} from './errors';
import { isNetworkError, isResolverError } from './network-errors';

/**
 * Names by which a service that answers asks for a slower pace (@smithy/core, service-error-classification). Its list has
 * LimitExceededException too, which is a quota in every service that we call: waiting does not raise it.
 */
const THROTTLED_NAMES = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
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
  // The Data API's, of a database that was paused: connecting wakes it (RDS Data API Reference).
  'DatabaseResumingException',
  'InternalError',
  'InternalFailure',
  'InternalServerError',
  'RequestTimeout',
  'RequestTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'TimeoutError',
]);

/** Somebody else is at it; the same call succeeds when they are done. */
const CONCURRENT_NAMES = new Set([
  'ConditionalCheckFailedException',
  'InvalidChangeSetStatusException',
  'InvalidChangeSetStatus',
  'InvalidDBClusterStateFault',
  'InvalidDBInstanceStateFault',
  'OperationInProgressException',
  'PriorRequestNotComplete',
  'TooManyUpdates',
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
  const text = inWords(error);
  if (isTransient(error)) return new TransientDependencyError(text, { cause: error });
  if (CONCURRENT_NAMES.has(error.name)) return new ConcurrentUpdateError(text, { cause: error });
  if (isQuota(error)) return new UnsafeToProceedError('quota-exceeded', text);
  if (DENIED_NAMES.has(error.name)) {
    const call = callOf(error);
    const denied = call === undefined ? error.message : `${call}: ${error.message}`;
    const also = isDeniedWithoutReason(error) ? ', or the backup vault is not there' : '';
    return new InvariantViolationError(`the function's role lacks a permission${also}: ${denied}`, { cause: error });
  }
  return new InvariantViolationError(text, { cause: error });
}

/** An error in the words of AWS, with the call that it is of where one is known. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message } = error;
  const call = callOf(error);
  if (call !== undefined) return failedCall(call, name, message, isAnswered(error));
  // A plain error has nothing but its sentence.
  return name === 'Error' ? message : `${name}: ${message}`;
}

/** Whether the same call may succeed by itself later: no answer, one that could not be read, or one that asks to wait. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isPilotLightError(error)) return error instanceof TransientDependencyError;
  if (TRANSIENT_NAMES.has(error.name) || isThrottled(error)) return true;
  const status = httpStatus(error);
  if (status !== undefined && status >= 400) return status >= 500;
  // An error beside a 2xx: the answer could not be read, and what was asked for may have been done.
  return isNetworkError(error) || isResolverError(error) || (status !== undefined && status < 300);
}

/** Whether the service is there and asks for a slower pace. */
export function isThrottled(error: unknown): boolean {
  return error instanceof Error && (THROTTLED_NAMES.has(error.name) || httpStatus(error) === 429);
}

/** Whether the service answers that there is too much of something already. */
export function isQuota(error: unknown): boolean {
  return isNamed(error, 'LimitExceededException');
}

/**
 * Whether a call is denied without the action that is not allowed, in the words or the empty message with which AWS Backup
 * answers for a vault that is not there (recorded for DescribeBackupVault, ListRecoveryPointsByBackupVault and
 * DescribeRecoveryPoint: https://github.com/aws/aws-sdk-js/issues/2625, https://github.com/boto/boto3/issues/2269,
 * https://github.com/turbot/steampipe-plugin-aws/issues/1156). `UnknownError` is the SDK's word for no message.
 */
export function isDeniedWithoutReason(error: unknown): error is Error {
  if (!isNamed(error, 'AccessDeniedException')) return false;
  return /^(Insufficient privileges to perform this action\.?|UnknownError)?$/.test(error.message.trim());
}

/**
 * Whether AWS answered and did nothing: denied, invalid, not there. After anything else (no answer, throttling behind an
 * attempt without one, an answer that could not be read) the call may have had its effect.
 */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error) || isTransient(error) || CONCURRENT_NAMES.has(error.name)) return false;
  const status = httpStatus(error);
  return status !== undefined && status >= 400 && status < 500;
}

/** Whether AWS answered with an error. After anything else the call may have had its effect: its last attempt, that is. */
export function isAnswered(error: unknown): boolean {
  return error instanceof Error && (httpStatus(error) ?? 0) >= 400;
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
