import { failedCall } from './aws-call';
import { plainText } from './plain-text';
import { oneLine, sentence } from './words';

/** What a Catch of a state machine caught, as Step Functions names it. */
export interface StepError {
  readonly Error: string;
  readonly Cause: string;
}

/** What holds a step up, by what AWS or Step Functions said of it. */
export type Trouble = 'checks' | 'throttled' | 'no-answer' | 'server-error' | 'busy' | 'refused' | 'late' | 'unknown';

const SIGNS: readonly { readonly trouble: Trouble; readonly sign: RegExp }[] = [
  { trouble: 'late', sign: /^StepIsLate/ },
  { trouble: 'checks', sign: /^ChecksFailed/ },
  {
    trouble: 'throttled',
    sign: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ThroughputExceeded|Rate exceeded|BandwidthLimit/i,
  },
  {
    trouble: 'busy',
    sign: /ConcurrentUpdate|InvalidDB(Cluster|Instance)State|OperationInProgress|InvalidChangeSetStatus/,
  },
  {
    trouble: 'refused',
    sign: /AccessDenied|not authorized|NotAuthorized|lacks a permission|(Resource|Table)NotFound/i,
  },
  {
    trouble: 'server-error',
    sign: /Internal(Server)?(Error|Failure|ExecutionFailure|Exception)|Service ?Unavailable|ServiceException|AWSLambdaException|Status Code: 5\d\d|\b50[0234]\b/i,
  },
  {
    trouble: 'no-answer',
    sign: /no answer|time[d]? ?-?out|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|SdkClient|socket|network|ExitError|Lambda\.Unknown/i,
  },
];

const SENTENCES: Readonly<Record<Trouble, string>> = {
  throttled: 'AWS asks for a slower pace (throttling), as it does when many customers leave a region at once.',
  'no-answer': 'A service of AWS does not answer.',
  'server-error': 'A service of AWS answers with an error of its own (5xx).',
  busy: 'Something else is changing the same resource: a deployment, a person at the console, or AWS itself.',
  refused: 'AWS refuses a call: a permission is missing, or what the call is about.',
  late: 'AWS is at work on it, and takes longer than planned.',
  checks: 'What was brought up does not pass its checks yet.',
  unknown: 'The cause is not one that is known.',
};

export function troubleOf({ Error, Cause }: StepError): Trouble {
  const text = `${Error} ${Cause}`;
  return SIGNS.find(({ sign }) => sign.test(text))?.trouble ?? 'unknown';
}

/**
 * For a person: what is known of the cause, and the words of AWS.
 * @param call what the state machine called itself
 */
export function troubleSentence(caught: StepError, call?: string): string {
  const trouble = troubleOf(caught);
  const cause = oneLine(plainText(caught.Cause), LONGEST_CAUSE);
  if (trouble === 'late') return cause === '' ? SENTENCES.late : `${SENTENCES.late} Now: ${sentence(cause)}`;
  if (trouble === 'checks') return SENTENCES.checks;
  return `${SENTENCES[trouble]} Last error: ${sentence(lastError(caught, call))}`;
}

/**
 * What went wrong last, by service and operation. A function says that of its own calls; of a call of the state machine
 * Step Functions hands over the name alone (Step Functions Developer Guide, "Handling errors in Step Functions workflows":
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
 */
export function lastError({ Error, Cause }: StepError, call: string = INVOKE): string {
  const cause = oneLine(plainText(Cause), LONGEST_CAUSE);
  if (FROM_FUNCTION.test(Error)) return cause === '' ? Error : cause;
  if (Error === 'States.Timeout') return `${call} gets no answer in time`;
  if (DIED.test(Error)) return `the function ended without an answer: ${cause === '' ? Error : `${Error}: ${cause}`}`;
  const name = /^(?!States\.)\w+\.(\w+)$/.exec(Error)?.[1];
  if (name === undefined) return cause === '' ? Error : `${Error}: ${cause}`;
  return failedCall(call, name, cause, !/SdkClient|Timeout/.test(name));
}

const LONGEST_CAUSE = 300;
/** How a state calls a function. */
const INVOKE = 'Lambda Invoke';
/** Errors that a function has named, and what they mean is in their cause. */
const FROM_FUNCTION = /^(TransientDependency|ConcurrentUpdate)Error$/;
/** How a function ends that could not name its error. */
const DIED = /^(Runtime|Sandbox)\.|^Lambda\.Unknown$/;
