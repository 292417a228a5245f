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

/** What tests and fault files have ordered to go wrong, operation by operation, first come first served. */
export class FailureQueue {
  readonly #queued: { readonly operation: FailableOperation; readonly failure: Failure }[] = [];

  add(operation: FailableOperation, failure: Failure): void {
    this.#queued.push({ operation, failure });
  }

  /** Throws the error that was ordered for this call; returns how what it makes is to end, if that was ordered. */
  take(operation: FailableOperation): Exclude<Failure, { readonly kind: 'error' }> | undefined {
    const index = this.#queued.findIndex((entry) => entry.operation === operation);
    const failure = index < 0 ? undefined : this.#queued.splice(index, 1)[0]?.failure;
    if (failure?.kind === 'error') throw new AwsError(failure.code, failure.message, { status: failure.status });
    return failure;
  }
}
