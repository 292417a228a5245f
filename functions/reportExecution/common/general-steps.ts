import type { CommonActionName } from './actions';
import type { Explanation } from './explanation';
import type { GeneralReason } from './reasons';

/** What means the same in every workflow. */
type SharedReason = Exclude<GeneralReason, 'invalid-request' | 'lock-lost'>;

/** What each means, and what to do; the words for starting again are the workflow's own. */
export const GENERAL_STEPS: Readonly<Record<SharedReason, Explanation<CommonActionName | 'startAgain'>>> = {
  'no-answer': {
    means: 'A service of AWS did not answer, or asked for a slower pace, for as long as it was tried.',
    next: ['startAgain', 'history'],
  },
  'outage-until-deadline': {
    means:
      'A service of AWS still failed when {deadline} had passed, so the execution stopped waiting. The cause names the call.',
    next: ['startAgain', 'history'],
  },
  busy: {
    means: 'Something else kept changing the same thing: a person at the console, a deployment, or AWS itself.',
    next: ['startAgain', 'history'],
  },
  'permission-denied': {
    means: 'The role of Pilot Light lacks a permission: {permission}. Starting again fails until it is granted.',
    next: ['grantPermission', 'startAgain'],
  },
  'our-bug': {
    means: 'This is a bug of Pilot Light, or it is set up wrongly. Starting again is safe, and may not help.',
    next: ['history', 'startAgain'],
  },
};

const OF_AWS: ReadonlySet<string> = new Set<SharedReason>(['no-answer', 'outage-until-deadline', 'busy']);

/** What has to be before another start can succeed, as the beginning of a sentence. */
export function beforeAnotherStart(failure: { readonly reason: string } | undefined): string {
  return failure !== undefined && OF_AWS.has(failure.reason) ? 'When that is over,' : 'Fix the cause, then';
}
