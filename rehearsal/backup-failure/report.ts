import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import type { ReportCheck } from '../stage/report-check';

/** What one rehearsal of failing backups came to. `pilotlight rehearse backup-failure --json` prints it as it is. */
export interface BackupFailureReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed';
  readonly what: FailureKind;
  readonly times: number;
  /** Jobs that failed, oldest first. */
  readonly failedJobs: readonly {
    readonly at: string;
    readonly kind: string;
    readonly id: string;
    readonly detail: string;
  }[];
  readonly notices: readonly {
    readonly at: string;
    readonly kind: string;
    readonly severity: string;
    readonly subject: string;
    readonly message: string;
  }[];
  readonly incidents: readonly ReportIncident[];
  /** How many executions there were, and how many only added to an incident or recorded a repeat. */
  readonly executions: number;
  readonly folded: number;
  readonly repairs: readonly string[];
  readonly stateTransitions: number;
  readonly stateTransitionsUsd: number;
  readonly apiCalls: number;
  /** Clusters, instances, caches and stacks in the standby region that nothing here should have made. */
  readonly orphans: readonly string[];
  readonly checks: readonly ReportCheck[];
}

export interface ReportIncident {
  readonly incidentId: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly failedBackups: number;
  readonly failedCopies: number;
  readonly otherSignals: number;
  readonly worstSeverity: string;
}

/** `expired`: a backup that could not start within its start window. */
export type FailureKind = 'backup' | 'copy' | 'expired';
