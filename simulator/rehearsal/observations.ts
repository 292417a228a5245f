import type { World } from '../world';
import type { Clients } from './clients';
import type { DrawnDuration } from './critical-path';
import type { Estate } from './estate';
import type { Evidence } from './evidence';
import type { FinishedExecution } from './execution';
import type { RehearsalOptions } from './options';
import type { Heartbeat } from './rows';

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
  readonly primaryRows: readonly Heartbeat[];
  /** The rows of the restored cluster; undefined when none was restored. */
  readonly restoredRows: readonly Heartbeat[] | undefined;
  readonly execution: FinishedExecution;
  readonly evidence: Evidence | undefined;
  /** The evidence as it was written. */
  readonly evidenceText: string | undefined;
}
