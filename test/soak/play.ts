import type { FaultRule } from '../../simulator/kernel/faults';
import type { FailableOperation, Failure } from '../../simulator/services/rds/injected-failures';

/** Everything that one run of the soak is made of. One seed determines it, and it is plain data: a red play is printed. */
export interface Play {
  readonly seed: number;
  readonly workflow: Workflow;
  readonly configuration: ConfigurationName;
  readonly durations: Durations;
  /** As in AWS, with bundles that hold the SDK and rows in PostgreSQL; else past the wire, with rows in memory. */
  readonly overTheWire: boolean;
  readonly primary: Primary;
  /** What the execution is started with, beside mode, reason and requester. */
  readonly requireApproval: boolean;
  /** How old the data may be, as the requester accepts it; null: nothing is accepted. */
  readonly acceptMinutes: number | null;
  readonly troubles: readonly Trouble[];
  readonly persons: readonly PersonalAct[];
}

export type Workflow = 'failover' | 'drill' | 'restore-validation' | 'backup-failure';
export type ConfigurationName =
  | 'pilot-light'
  | 'warm'
  | 'records'
  | 'no-cache'
  | 'no-keeper'
  | 'global'
  | 'long-objective';
export type Durations = 'brisk' | 'fast' | 'default' | 'slow';

export interface Primary {
  /** When the execution starts, in minutes since virtual time began. */
  readonly startMinutes: number;
  /** Whether the primary region goes dark, five minutes before the start. */
  readonly isDark: boolean;
  /** When it comes back, in minutes after the start; null: not in this play. */
  readonly backAfterMinutes: number | null;
}

/** When something begins: when the execution enters a state, or some time later. */
export interface Moment {
  readonly state: string;
  /** At which entry; the first, if it is not said. */
  readonly nth?: number;
  readonly afterMs: number;
}

export type Trouble =
  | { readonly kind: 'fault'; readonly begins: Moment; readonly rule: Omit<FaultRule, 'at' | 'for'> & { for: number } }
  /** The next invocation of the function dies after so many of its calls. */
  | { readonly kind: 'crash'; readonly begins: Moment; readonly functionName: string; readonly afterCalls: number }
  /** What the state's task invokes is invoked once more with the same payload, at the same time. */
  | { readonly kind: 'duplicate'; readonly begins: Moment }
  /** RDS refuses, or what it makes fails or stalls. */
  | {
      readonly kind: 'refusal';
      readonly operation: FailableOperation;
      readonly failure: Failure;
      readonly times: number;
    }
  /** A zone has no capacity for a writer for a while. */
  | { readonly kind: 'shortage'; readonly zone: string; readonly isRefused: boolean; readonly minutes: number }
  /** A job of AWS Backup fails. */
  | { readonly kind: 'job'; readonly job: 'backup' | 'copy' };

export type PersonalAct =
  | { readonly act: 'approve' | 'reject'; readonly afterMinutes: number }
  | { readonly act: Act; readonly begins: Moment };

export type Act = 'stop' | 'startFailover' | 'startDrill' | 'moveBack' | 'endFailover' | 'removeCluster';

export interface PlayResult {
  readonly play: Play;
  /** Empty: every invariant holds. */
  readonly broken: readonly string[];
  /** Nothing that was drawn got in the way of anything. */
  readonly isIdle: boolean;
  /** How often each trouble did. */
  readonly met: readonly number[];
  /** `failover SUCCEEDED` of each execution. */
  readonly endings: readonly string[];
}
