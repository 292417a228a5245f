import type { RehearsedWorkload } from '../workload/workload';

/** What to rehearse. Everything has been validated before a rehearsal starts. */
export interface RehearsalOptions {
  /** A synthesised cloud assembly: the folder that `cdk synth` writes. */
  readonly assemblyDirectory: string;
  readonly workload: RehearsedWorkload;
  readonly seed: number;
  readonly mode: 'failover' | 'drill';
  /** When the primary region goes dark, from the beginning of virtual time; undefined: it never does. */
  readonly darkAtMs: number | undefined;
  /**
   * When the state machine starts where nothing goes dark, from the beginning of virtual time.
   * @default DEFAULT_DRILL_AT_MS
   */
  readonly startAtMs?: number | undefined;
  /** `default`, `slow`, `fast` or the path of a file. */
  readonly durations: string;
  readonly faultsPath: string | undefined;
  /** As a stage takes it: the functions of the assembly were bundled without the AWS SDK. @default false */
  readonly runtimeSdk?: boolean | undefined;
  /** What StartExecution is called with; undefined: the rehearsal's own input. */
  readonly input: Readonly<Record<string, unknown>> | undefined;
}

/** The options do not go together with each other, or with what is deployed: the latter is found only when it is. */
export class RehearsalOptionsError extends Error {
  override readonly name = 'RehearsalOptionsError';
}

/** Virtual time begins here: a Monday at midnight, far from any clock change. */
export const VIRTUAL_START_MS = Date.UTC(2026, 0, 5);

/**
 * The primary goes dark after this much virtual time, unless the user says otherwise. By then two of the hourly backups
 * have begun, the copy of one has waited for another, and the keeper of the objective has started backups of its own.
 */
export const DEFAULT_DARK_AT_MS = (2 * 60 + 10) * 60_000;

/** A drill starts after this much virtual time, unless the user says otherwise. */
export const DEFAULT_DRILL_AT_MS = (6 * 60 + 25) * 60_000;

/** From darkness to the decision to fail over: the manual runbook's "assess and communicate". */
export const DECISION_MS = 5 * 60_000;

/**
 * An hourly plan does not keep a one-hour objective in the standby region: interval, start, backup and copy add up to
 * more. So the rehearsal accepts an older recovery point, and says so.
 */
export const ACCEPTED_AGE_MINUTES = 360;
