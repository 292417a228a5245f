import type { ExposureRecord, Incident } from './contract';
import type { RunningJob } from './repair';

/** Everything that is said in a message, whatever its format. */
export interface MessageFacts {
  readonly incident: Incident;
  readonly exposure: ExposureRecord;
  readonly executionArn: string;
  /** What was done about it, or why nothing was. */
  readonly repair: string;
  /** A job that is under way and may make good what failed. */
  readonly runningJob: RunningJob | undefined;
  readonly workloadName: string;
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  readonly standbyVaultName: string;
  readonly runbook: string;
  readonly nowMs: number;
}
