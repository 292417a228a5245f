import type { InboxMessage } from '../../simulator/services/sns/sns';
import type { ClusterRows } from '../../rehearsal/stage/rows';
import type { Evidence } from '../scenarios/support/evidence';
import type { FailoverStage } from '../scenarios/support/failover-stage';
import type { Play } from './play';
import type { Done } from './stage/persons';
import type { Arranged } from './stage/troubles';
import type { Belongings, TrafficChange } from './stage/watch';

/** What a play came to: what its invariants are held against. */
export interface Observed {
  readonly play: Play;
  readonly stage: FailoverStage;
  /** Of the workflow, oldest first. */
  readonly executions: readonly SeenExecution[];
  readonly traffic: readonly TrafficChange[];
  readonly reported: ReadonlyMap<string, Belongings>;
  readonly done: readonly Done[];
  readonly arranged: readonly Arranged[];
  /** When the last trouble was over. */
  readonly calmAtMs: number;
  /** What was there before. */
  readonly belongings: Belongings;
  readonly belongingsAtEnd: Belongings;
  /** Rows of the primary when the first execution started, and of the database that serves in the standby region. */
  readonly primaryRows: ClusterRows;
  readonly standbyRows: ClusterRows | undefined;
}

export interface SeenExecution {
  readonly arn: string;
  readonly name: string;
  readonly mode: string;
  readonly startedAtMs: number;
  /** Undefined: it still runs. */
  readonly stoppedAtMs: number | undefined;
  readonly status: string;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly evidence: Evidence | undefined;
  readonly evidenceText: string | undefined;
  /** Those that name it. */
  readonly messages: readonly InboxMessage[];
  /** When it entered each state last. */
  readonly enteredAtMs: ReadonlyMap<string, number>;
}

/** What does not hold; empty: everything does. */
export type Broken = readonly string[];
export type Invariant = (observed: Observed) => Broken;

/** Whether a person did it, and was not refused. */
export function hasDone({ done }: Observed, ...acts: readonly Done['act'][]): boolean {
  return done.some(({ act, refusal }) => refusal === undefined && acts.includes(act));
}

export function at(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
