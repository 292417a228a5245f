import type { FaultReport } from '../../simulator/kernel/faults';
import type { World } from '../../simulator/world';

/** Under which conditions a rehearsal ran: the same ones give the same run. */
export interface Conditions {
  readonly seed: number;
  readonly durations: string;
  /** The faults in force, the rehearsal's own darkness among them, and how many calls each has met. */
  readonly faults: readonly FaultReport[];
  /** From when to when virtual time ran. */
  readonly virtualTime: { readonly from: string; readonly to: string };
}

/** The conditions of a rehearsal that ends now. */
export function conditionsOf(
  { seed, durations }: Pick<Conditions, 'seed' | 'durations'>,
  { faults, scheduler }: World,
): Conditions {
  return {
    seed,
    durations,
    faults: faults.report(),
    virtualTime: { from: new Date(scheduler.startMs).toISOString(), to: new Date(scheduler.now()).toISOString() },
  };
}
