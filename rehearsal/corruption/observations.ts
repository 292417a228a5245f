import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import type { FinishedExecution } from '../stage/execution';
import type { Recorded } from '../stage/record';
import type { CorruptionEvidence } from './evidence';
import type { GoodWrite } from './good-writes';
import type { CorruptionOptions } from './options';
import type { Digests } from './tables';

export interface CorruptionObservations {
  readonly options: CorruptionOptions;
  readonly world: World;
  readonly estate: Estate;
  readonly damagedAtMs: number;
  readonly startedAtMs: number;
  readonly execution: FinishedExecution;
  readonly recorded: Recorded<CorruptionEvidence>;
  readonly evidence: CorruptionEvidence | undefined;
  /** Rows that the damage deleted or changed, as `table key`. */
  readonly bad: ReadonlySet<string>;
  /** Before the damage, and after the execution. */
  readonly before: Digests;
  readonly after: Digests;
  /** The newest good write of each order, and what the order says now. */
  readonly good: readonly GoodWrite[];
  /** Orders whose good write had no answer. */
  readonly unanswered: ReadonlySet<number>;
  readonly notes: ReadonlyMap<number, string | null>;
  /** Undefined: nothing was to be undone. */
  readonly undo: { readonly isDone: boolean; readonly different: readonly string[] } | undefined;
  /** In mode `export`: how many rows of the parent a person read from the kept cluster with the reader's password. */
  readonly readFromKept: number | undefined;
  /** Clusters of such recoveries that are in the primary region now. */
  readonly left: readonly string[];
}
