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
    sign: /time[d]? ?-?out|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|SdkClient|socket|network|ExitError|Lambda\.Unknown/i,
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

/** For a person: what is known of the cause, and the words of AWS. */
export function troubleSentence(caught: StepError): string {
  const trouble = troubleOf(caught);
  const cause = oneLine(plainText(caught.Cause), 300);
  if (trouble === 'late') return cause === '' ? SENTENCES.late : `${SENTENCES.late} Now: ${sentence(cause)}`;
  if (trouble === 'checks') return SENTENCES.checks;
  return `${SENTENCES[trouble]} The last answer: ${sentence(cause === '' ? caught.Error : `${caught.Error}: ${cause}`)}`;
}
