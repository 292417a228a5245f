import type { ErrorName, UnsafeReason } from '../../shared/errors';

/** Why the state machine itself ends an execution: what a cause of its own begins with. */
export const MACHINE_REASONS = [
  'unfinished-failover',
  'standby-serves',
  'approval-timed-out',
  'approval-rejected',
  'smoke-test-failed',
  'stack-failed',
  'traffic-did-not-move',
  'deadline-passed',
  'clean-up-incomplete',
  'moved-back',
  'lock-held',
] as const;
export type MachineReason = (typeof MACHINE_REASONS)[number];

/** What the other errors come to. */
export type GeneralReason = 'invalid-request' | 'no-answer' | 'busy' | 'lock-lost' | 'permission-denied' | 'our-bug';

export type Reason = UnsafeReason | MachineReason | GeneralReason;

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
