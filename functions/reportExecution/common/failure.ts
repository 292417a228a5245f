import { plainText } from '../../shared/plain-text';
import { type GeneralReason, REASON_OF_ERROR } from './reasons';
import type { Caught, Interruption } from './record-parts';

/** What ended an execution. */
export interface ExecutionFailure<Reason extends string = string> {
  readonly step: string;
  /** As the state machine fails with it. */
  readonly error: string;
  /** Plain text; begins with the reason where there is one. */
  readonly cause: string;
  readonly reason: Reason;
  readonly startedAt: string | null;
  readonly at: string | null;
}

const DENIED = /not authorized to perform:? ([\w-]+:[\w*]+)(?: on resource:? (\S+?))?[.,]?(?:\s|$)/;

/** Names of errors of Step Functions and of its integrations that may be gone the next time. */
const MAY_PASS =
  /Throttl|TooManyRequests|(?<!Data)LimitExceeded|InternalServer|InternalError|InternalFailure|ServiceUnavailable|ServiceException|AWSLambda|SdkClient|Time(d)?[oO]ut|Lambda\.Unknown|TaskFailed|ExitError|ThroughputExceeded/;

/**
 * Which step it was, why, and for which reason in the table of next steps.
 * @param known what a cause may begin with, in the table of the workflow
 */
export function failureFor<Reason extends string>(
  caught: Caught,
  known: readonly Reason[],
): ExecutionFailure<Reason | GeneralReason> {
  const { step, startedAt, at } = caught;
  if (caught.Error.endsWith('.ConditionalCheckFailedException')) {
    // The state machine writes to the lock under one condition: that it is its own. The rest has a word for losing it.
    const cause = 'another execution has taken the lock';
    return { step, error: 'FencedOutError', cause, reason: 'lock-lost', startedAt, at };
  }
  const cause = plainText(caught.Cause);
  return {
    step,
    error: caught.Error,
    cause: cause === '' ? 'no cause was given' : cause,
    reason: reasonOf(caught.Error, cause, caught.Cause, known),
    startedAt,
    at,
  };
}

/**
 * A step whose deadline has passed while AWS failed has waited for AWS: nothing is wrong with what it was to restore or
 * to deploy, as there may be where AWS was at work until then.
 * @param last what has held up that step last
 */
export function orOutage<Reason extends string>(
  failure: ExecutionFailure<Reason>,
  last: Interruption | undefined,
): ExecutionFailure<Reason | GeneralReason> {
  const isOutage = last !== undefined && last.error !== null && !OWN_TROUBLE.has(last.error);
  return failure.reason === 'deadline-passed' && isOutage ? { ...failure, reason: 'outage-until-deadline' } : failure;
}

/** As the state machines name what is no error of AWS. */
const OWN_TROUBLE: ReadonlySet<string> = new Set(['StepIsLate', 'ChecksFailed']);

function reasonOf<Reason extends string>(
  error: string,
  cause: string,
  raw: string,
  known: readonly Reason[],
): Reason | GeneralReason {
  const first = /^([a-z]+(?:-[a-z]+)*)(?::|$)/.exec(cause)?.[1];
  const named = known.find((reason) => reason === first);
  if (named !== undefined) return named;
  if (isDenied(error, cause)) return 'permission-denied';
  if (isErrorName(error)) return REASON_OF_ERROR[error];
  return MAY_PASS.test(error) || /Status Code: (429|5\d\d)/.test(raw) ? 'no-answer' : 'our-bug';
}

function isDenied(error: string, cause: string): boolean {
  return (
    /AccessDenied|NotAuthorized|UnauthorizedOperation/.test(error) ||
    /lacks a permission/.test(cause) ||
    DENIED.test(cause)
  );
}

export interface DeniedPermission {
  /** As IAM names it, with the resource. */
  readonly text: string;
  /** Without the service: what CloudTrail calls the event. */
  readonly operation: string;
}

export function deniedPermission(cause: string): DeniedPermission | undefined {
  const [, action, resource] = DENIED.exec(cause) ?? [];
  if (action === undefined) return undefined;
  const operation = action.slice(action.indexOf(':') + 1);
  return { text: resource === undefined ? action : `${action} on ${resource}`, operation };
}

function isErrorName(error: string): error is keyof typeof REASON_OF_ERROR {
  return error in REASON_OF_ERROR;
}
