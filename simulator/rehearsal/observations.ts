import type { World } from '../world';
import type { Clients } from './clients';
import type { DrawnDuration } from './critical-path';
import type { Estate } from './estate';
import type { Evidence } from './evidence';
import type { FinishedExecution } from './execution';
import type { RehearsalOptions } from './options';
import type { ClusterRows } from './rows';

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
  readonly evidence: Evidence | undefined;
  /** The evidence as it was written. */
  readonly evidenceText: string | undefined;
}
