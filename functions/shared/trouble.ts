import { plainText } from './plain-text';
import { oneLine } from './words';

/** What a Catch of a state machine caught, as Step Functions names it. */
export interface StepError {
  readonly Error: string;
  readonly Cause: string;
}

/** What holds a step up, by what AWS or Step Functions said of it. */
export type Trouble = 'throttled' | 'no-answer' | 'server-error' | 'busy' | 'late' | 'unknown';

const SIGNS: readonly { readonly trouble: Trouble; readonly sign: RegExp }[] = [
  { trouble: 'late', sign: /StepIsLate/ },
  {
    trouble: 'throttled',
    sign: /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ThroughputExceeded|Rate exceeded|BandwidthLimit/i,
  },
  {
    trouble: 'busy',
    sign: /ConcurrentUpdate|InvalidDB(Cluster|Instance)State|OperationInProgress|InvalidChangeSetStatus/,
  },
  {
    trouble: 'server-error',
    sign: /Internal(Server)?(Error|ExecutionFailure|Exception)|Service ?Unavailable|ServiceException|AWSLambdaException|Status Code: 5\d\d|\b50[0234]\b/i,
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
  late: 'AWS is at work on it, and takes longer than planned.',
  unknown: 'The cause is not one that is known.',
};

export function troubleOf({ Error, Cause }: StepError): Trouble {
  const text = `${Error} ${plainText(Cause)}`;
  return SIGNS.find(({ sign }) => sign.test(text))?.trouble ?? 'unknown';
}

/** For a person: what is known of the cause, and the words of AWS. */
export function troubleSentence(caught: StepError): string {
  const cause = oneLine(plainText(caught.Cause), 300);
  const quoted = cause === '' ? caught.Error : `${caught.Error}: ${cause}`;
  return `${SENTENCES[troubleOf(caught)]} The last answer: ${quoted}`;
}
