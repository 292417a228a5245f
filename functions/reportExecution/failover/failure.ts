import { type ExecutionFailure, failureFor } from '../common/failure';
import type { Caught } from '../common/record-parts';
import { ALL_REASONS } from './next-steps';
import type { Reason } from './reasons';

/** What ended a failover or a drill. */
export type FailoverFailure = ExecutionFailure<Reason>;

export function failureOf(caught: Caught): FailoverFailure {
  return failureFor(caught, ALL_REASONS);
}
