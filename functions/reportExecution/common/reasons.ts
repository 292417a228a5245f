import type { ErrorName } from '../../shared/errors';

/** What errors come to whose cause begins with no reason. */
export type GeneralReason =
  | 'invalid-request'
  | 'no-answer'
  | 'outage-until-deadline'
  | 'busy'
  | 'lock-lost'
  | 'permission-denied'
  | 'our-bug';

/** Of errors whose cause begins with no reason. */
export const REASON_OF_ERROR: Readonly<Record<ErrorName, GeneralReason>> = {
  TransientDependencyError: 'no-answer',
  ConcurrentUpdateError: 'busy',
  InvalidRequestError: 'invalid-request',
  FencedOutError: 'lock-lost',
  // A function has refused for a reason that nobody has explained here.
  UnsafeToProceedError: 'our-bug',
  InvariantViolationError: 'our-bug',
};
