import type { World } from '../../simulator/world';
import type { Clients } from '../stage/clients';
import type { DrawnDuration } from './critical-path';
import type { Estate } from '../stage/estate';
import type { Evidence } from './evidence';
import type { FinishedExecution } from '../stage/execution';
import type { RehearsalOptions } from '../stage/options';
import type { Recorded } from '../stage/record';
import type { ClusterRows } from '../stage/rows';

/** What was seen of one rehearsal: what the report is made from. */
export interface Observations {
  readonly options: RehearsalOptions;
  readonly world: World;
  readonly estate: Estate;
  readonly clients: Clients;
  /** Durations drawn since the execution started. */
  readonly drawn: readonly DrawnDuration[];
  readonly startAtMs: number;
  /** The rows of the primary when the failover began. */
  readonly primaryRows: ClusterRows;
  /** The rows of the restored cluster, before a client of the standby could add one; undefined when none was restored. */
  readonly restoredRows: ClusterRows | undefined;
  readonly execution: FinishedExecution;
  /** What the execution recorded of itself, and where that was found. */
  readonly recorded: Recorded<Evidence>;
  /** The same, if there is any. */
  readonly evidence: Evidence | undefined;
}
