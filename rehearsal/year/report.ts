import type { ReportCheck } from '../stage/report-check';
import type { YearDrill } from './drills';
import type { Ages } from './recovery-point-ages';
import type { StoredByRegion } from './stored';

/** What a simulated year came to: everything that the benchmark prints. */
export interface YearReport {
  readonly days: number;
  readonly seed: number;
  readonly objectiveMinutes: number;
  readonly apiCalls: number;
  readonly backupJobs: { readonly completed: number; readonly failed: number };
  readonly copyJobs: { readonly completed: number; readonly failed: number };
  readonly expiredRecoveryPoints: number;
  readonly stored: StoredByRegion;
  /** The notification that no schedule of backups and copies was found that holds the objective; null: there was none. */
  readonly cannotHold: string | null;
  readonly ages: {
    /** From the first completed copy after the warm-up to the end. */
    readonly all: Ages;
    /** Without the spans in which an injected failure lies. */
    readonly outsideFailures: Ages;
  };
  readonly injectedFailures: { readonly backups: number; readonly copies: number };
  readonly incidents: { readonly opened: number; readonly allClear: number; readonly messages: number };
  readonly validations: {
    readonly passed: number;
    readonly other: readonly string[];
    readonly onPostgres: number;
    /** The dearest one, orchestration only. */
    readonly highestUsd: number;
    readonly stateTransitions: number;
    readonly invocations: number;
    readonly requests: number;
  };
  /** Those that the schedule has started, the oldest first. */
  readonly drills: readonly YearDrill[];
  readonly checks: readonly ReportCheck[];
}
