/** One simulated year, or as much of it as is asked for. */
export interface YearOptions {
  readonly assemblyDirectory: string;
  readonly seed: number;
  /** `default`, `slow`, `fast` or the path of a file. */
  readonly durations: string;
  readonly days: number;
  /** Where virtual time begins, in milliseconds since 1970. @default that of every rehearsal */
  readonly startMs?: number;
  /** Whether the functions were bundled without an SDK and use the runtime's: much cheaper. */
  readonly runtimeSdk: boolean;
  /** The objective for the age of the newest usable recovery point in the standby vault, in minutes. */
  readonly objectiveMinutes: number;
  /** Whether the stacks have the keeper, so that the objective is to hold while nothing is made to fail. */
  readonly isKept: boolean;
}

/** The product's own. No schedule holds it where copies take 25 minutes, one after the other, as they do by default. */
export const OBJECTIVE_MINUTES = 60;
/** Functions that run every hour stay warm: loading their code anew each time would take a third of the run. */
export const WARM = { lambdaIdleEnvironment: 5400 } as const;
/** In seconds: a backup takes three minutes and its copy ten, as with `--durations fast`. */
export const COPIES_THAT_HOLD_IT = { backupStartDelay: 60, backupJob: 180, backupCopy: 600 } as const;

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

/** A newly deployed estate has no recovery point in the standby region yet: nothing is judged before this is over. */
export const WARM_UP_MS = 6 * HOUR_MS;
