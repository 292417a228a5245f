import type { ExposureRecord, Incident } from './contract';

/** Everything that is said in a message, whatever its format. */
export interface MessageFacts {
  readonly incident: Incident;
  readonly exposure: ExposureRecord;
  readonly executionArn: string;
  /** What was done about it, or why nothing was. */
  readonly repair: string;
  readonly workloadName: string;
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  readonly runbook: string;
  readonly nowMs: number;
}
