import { AwsError } from '../../service';

/** The operations of which the next one can be made to go wrong. */
export type FailableOperation =
  | 'RestoreDBClusterFromSnapshot'
  | 'CreateDBInstance'
  | 'ModifyDBCluster'
  | 'EnableHttpEndpoint'
  | 'DeleteDBInstance'
  | 'FailoverGlobalCluster'
  | 'DeleteDBCluster'
  | 'StartDBCluster';

/** How it goes wrong, as data. */
export type Failure =
  /** The call is refused: `InsufficientDBClusterCapacityFault`. */
  | { readonly kind: 'error'; readonly code: string; readonly message: string; readonly status?: number }
  /** The call is accepted and what it makes ends in this status: `migration-failed`, `insufficient-capacity`. */
  | { readonly kind: 'status'; readonly status: string }
  /** The call is accepted and what it makes never gets on. */
  | { readonly kind: 'stuck' };

/** A failure that was ordered, and whether a call has met it. */
export interface OrderedFailure {
  readonly operation: FailableOperation;
  readonly failure: Failure;
  isMet: boolean;
}

/** What tests and fault files have ordered to go wrong, operation by operation, first come first served. */
export class FailureQueue {
  readonly #queued: OrderedFailure[] = [];

  add(operation: FailableOperation, failure: Failure): { readonly isMet: boolean } {
    const ordered = { operation, failure, isMet: false };
    this.#queued.push(ordered);
    return ordered;
  }

  /** Throws the error that was ordered for this call; returns how what it makes is to end, if that was ordered. */
  take(operation: FailableOperation): Exclude<Failure, { readonly kind: 'error' }> | undefined {
    const ordered = this.#queued.find((each) => each.operation === operation && !each.isMet);
    if (ordered === undefined) return undefined;
    ordered.isMet = true;
    const { failure } = ordered;
    if (failure.kind === 'error') throw new AwsError(failure.code, failure.message, { status: failure.status });
    return failure;
  }
}
