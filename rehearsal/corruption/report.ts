import type { Conditions } from '../stage/conditions';
import type { Received } from '../stage/mails';
import type { OrchestrationPrice } from '../stage/orchestration-price';
import type { ReportCheck } from '../stage/report-check';
import type { ReportStep } from '../stage/report-step';
import type { CorruptionEvidence } from './evidence';
import type { CorruptionMode, Damage } from './options';

/** What one rehearsal of damaged data came to. `pilotlight rehearse corruption --json` prints it as it is. */
export interface CorruptionReport extends Conditions, Received {
  readonly verdict: 'passed' | 'failed' | 'refused';
  readonly scenario: 'corruption';
  readonly mode: CorruptionMode;
  readonly damage: Damage;
  /** When the damage was done. */
  readonly damagedAt: string;
  /** Rows that the damage deleted or changed. */
  readonly badRows: number;
  /** Those of them that are as they were before. */
  readonly restoredRows: number;
  /** Rows that a good client wrote since, and that are not as it wrote them. */
  readonly goodRowsLost: number;
  /** Whether the undo brings every row back to what it was before the repair; false where there was none. */
  readonly undoRestoresBefore: boolean;
  readonly findings: CorruptionEvidence['findings'];
  readonly orphans: readonly string[];
  readonly restoredTo: string | null;
  /** What a search came to; null where the moment was given. */
  readonly search: {
    readonly lastTrue: string | null;
    readonly firstFalse: string | null;
    readonly secondsBetween: number | null;
    readonly clusters: number;
  } | null;
  /** Of the whole execution, without the wait for an answer, and of the restore in it. */
  readonly seconds: number | null;
  readonly restoreSeconds: number | null;
  readonly execution: {
    readonly name: string;
    readonly status: string;
    readonly error: string | null;
    readonly cause: string | null;
  } | null;
  readonly price: OrchestrationPrice | null;
  readonly checks: readonly ReportCheck[];
  readonly steps: readonly ReportStep[];
  readonly notifications: readonly { readonly at: string; readonly subject: string }[];
}

/** What was counted by SQL. */
export type CorruptionFigures = Pick<
  CorruptionReport,
  'badRows' | 'restoredRows' | 'goodRowsLost' | 'undoRestoresBefore'
>;
