/** Why CloudFormation failed: what may pass by itself, and what waiting does not change. */

/**
 * Codes by which a resource handler says why (CloudFormation CLI User Guide, "Resource type handler error codes"). That
 * guide calls two of them terminal for the one request: an internal failure is still nobody's fault here, and a failed
 * stack is made again by a request of its own.
 */
const PASSING_CODES: ReadonlySet<string> = new Set([
  'HandlerInternalFailure',
  'InternalFailure',
  'NetworkFailure',
  'NotStabilized',
  'ResourceConflict',
  'ServiceInternalError',
  'ServiceTimeout',
  'Throttling',
]);
const DEFINITE_CODES: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AlreadyExists',
  'InvalidCredentials',
  'InvalidTypeConfiguration',
  'NonCompliant',
  'NotUpdatable',
  'ServiceLimitExceeded',
  'UnauthorizedTaggingOperation',
  'UnsupportedTarget',
]);

/** Lambda answers for what S3 answered it, passing trouble too (Lambda API Reference, CreateFunction). */
const S3_TROUBLE =
  /S3 (Error Code|error): [^.]*(InternalError|SlowDown|ServiceUnavailable|RequestTimeout|internal error|reduce your request rate|try again)/i;
const NO_CAPACITY =
  /insufficient\w*[ -]\w*[ -]?capacity|capacity is (currently )?(not available|unavailable)|no capacity/i;
const PASSING_TEXT =
  /throttl|rate exceeded|reduce your request rate|too many requests|internal ?(service |server )?(failure|error)|unavailable|tim(ed|e) ?out|(did )?not stabili[sz]ed?|exceeded attempts to wait|network|connection|unable to connect|try again|temporar/i;
/** A conflict with something that ends, and not with something that stays. */
const IN_PROGRESS = /in progress|concurrent|try again|being (created|updated|deleted)/i;
const DEFINITE_TEXT = /access ?denied|not authorized|already exists?\b|cancelled by|user initiated/i;

/** Whether the same thing may succeed later, by the reason of a stack's event or of a change set. */
export function isPassing(reason: string): boolean {
  if (NO_CAPACITY.test(reason) || S3_TROUBLE.test(reason)) return true;
  const code = handlerErrorCode(reason);
  if (code !== undefined && PASSING_CODES.has(code)) return true;
  if (code !== undefined && DEFINITE_CODES.has(code)) return false;
  const status = httpStatus(reason);
  if (status === 409) return IN_PROGRESS.test(reason);
  if (status !== undefined) return status >= 500 || status === 429 || status === 408;
  // What a handler could not map to any code is of the service's making, unless the service says otherwise.
  if (code === 'GeneralServiceException') return !DEFINITE_TEXT.test(reason);
  if (code !== undefined && code !== 'Unknown') return false;
  return !DEFINITE_TEXT.test(reason) && PASSING_TEXT.test(reason);
}

/** Whether what was to be made is there already, outside the stack. */
export function isInTheWay(reason: string): boolean {
  return handlerErrorCode(reason) === 'AlreadyExists' || /already exists?\b/i.test(reason);
}

/** `… (RequestToken: 1a2b…, HandlerErrorCode: Throttling)` */
function handlerErrorCode(reason: string): string | undefined {
  return /HandlerErrorCode: (\w+)/.exec(reason)?.[1];
}

/** `… (Service: Lambda, Status Code: 429, Request ID: …)`, or with semicolons */
function httpStatus(reason: string): number | undefined {
  const text = /Status Code: (\d{3})/i.exec(reason)?.[1];
  return text === undefined ? undefined : Number(text);
}
