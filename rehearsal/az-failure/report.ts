import type { Conditions } from '../stage/conditions';
import type { Received, ReceivedMail } from '../stage/mails';
import type { ReportCheck } from '../stage/report-check';

/** What one rehearsal of a lost zone came to. `pilotlight rehearse az-failure --json` prints it as it is. */
export interface AzFailureReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed';
  readonly scenario: 'az-failure';
  readonly hasReader: boolean;
  /** The zone of the writer, which is lost. */
  readonly zone: string;
  /** From the loss to the first request that was served after the last one that failed; null: none was. */
  readonly clientDowntimeSeconds: number | null;
  /** From the loss, or without a reader from the operator's command, to a writer in another zone; null: there is none. */
  readonly promotedInSeconds: number | null;
  /** What the downtime is made of, in seconds. */
  readonly parts: readonly { readonly name: string; readonly seconds: number }[];
  readonly failedRequests: number;
  /** Of the workflow. */
  readonly notifications: readonly ReceivedMail[];
  /** Names of the alarms that went off meanwhile. */
  readonly alarms: readonly string[];
  readonly orphans: readonly string[];
  readonly checks: readonly ReportCheck[];
}
