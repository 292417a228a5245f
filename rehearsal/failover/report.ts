import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import type { CriticalPath } from './critical-path';
import type { OrchestrationPrice } from '../stage/orchestration-price';
import type { ReportCheck } from '../stage/report-check';
import type { ReportStep } from '../stage/report-step';

/** What one rehearsal came to. `pilotlight rehearse --json` prints it as it is. */
export interface RehearsalReport extends Conditions, Received {
  /** `passed`, `failed`, or `refused`: the state machine would not go on because it was not safe, and all is as it says. */
  readonly verdict: 'passed' | 'failed' | 'refused';
  readonly mode: 'failover' | 'drill';
  /** From the start of the execution to the verified public name (failover) or the passed smoke test (drill); null if not reached. */
  readonly rtoSeconds: number | null;
  readonly criticalPathSeconds: number;
  readonly criticalPath: CriticalPath['parts'];
  /** From darkness to the last client's first answer from the standby; null when nothing went dark, or never. */
  readonly clientDowntimeSeconds: number | null;
  readonly recoveryPointArn: string | null;
  /** Which way the database was recovered, by the evidence; null when it got as far as neither. */
  readonly recoveredBy: string | null;
  /** How far behind a replica was, in words; null when a backup was restored. */
  readonly replication: string | null;
  /** Age of the recovery point when it was chosen: what would have been lost at that moment. */
  readonly recoveryPointAgeSeconds: number | null;
  readonly recoveryPointObjectiveSeconds: number | null;
  readonly recoveryTimeObjectiveSeconds: number | null;
  /** How a recovery point older than the objective was accepted; null when it was within the objective. */
  readonly acceptance: string | null;
  /** Rows of all tables in the primary when the failover began, counted by SQL. */
  readonly rowsBefore: number;
  /** How many of those are in the restored cluster, counted by SQL; null when none was restored. */
  readonly rowsAfter: number | null;
  /** The others; in a drill, those that would have been lost. */
  readonly rowsLost: number | null;
  /** Of the state machine and its functions: what watches the primary on a schedule is not counted. */
  readonly callsToDarkRegion: number;
  readonly apiCalls: number;
  readonly stateTransitions: number;
  readonly stateTransitionsUsd: number;
  /** Of the orchestration, without the database that was restored. */
  readonly price: OrchestrationPrice;
  /** Clusters and stacks of ours in the standby region that neither serve nor are named in the evidence. */
  readonly orphans: readonly string[];
  readonly execution: {
    readonly name: string;
    readonly status: string;
    readonly error: string | null;
    readonly cause: string | null;
  };
  /** Which region the evidence says that traffic goes to; null without evidence. */
  readonly traffic: 'primary' | 'standby' | 'unknown' | null;
  /** Why the execution stopped, by the evidence; null when it passed, or left no evidence. */
  readonly failure: { readonly step: string; readonly error: string; readonly cause: string } | null;
  /** What was built and does not serve, but is accounted for. */
  readonly leftovers: readonly string[];
  /** What a person does next, with the commands. */
  readonly nextActions: readonly string[];
  /** Checks of the rehearsal itself: everything that must hold for the verdict `passed`. */
  readonly checks: readonly ReportCheck[];
  readonly steps: readonly ReportStep[];
  /** Since the execution started. */
  readonly notifications: readonly { readonly at: string; readonly subject: string }[];
}

/** The manual runbook that this automates, step after step, in minutes. */
export const SEQUENTIAL_RUNBOOK: readonly { readonly step: string; readonly minutes: readonly [number, number] }[] = [
  { step: 'assess and communicate', minutes: [5, 5] },
  { step: 'restore the database', minutes: [30, 60] },
  { step: 'deploy the infrastructure', minutes: [10, 20] },
  { step: 'sync the frontend', minutes: [5, 10] },
  { step: 'update DNS', minutes: [5, 15] },
  { step: 'validate', minutes: [10, 15] },
  { step: 'notify', minutes: [5, 5] },
];
