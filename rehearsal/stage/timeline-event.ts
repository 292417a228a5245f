import type { PlannedStep } from './plan';

/** The parts of a rehearsal; which of them it has is the scenario's affair. */
export type Phase =
  | 'synthesise'
  | 'deploy'
  | 'workload'
  /** Something breaks, and what watches has to see it. */
  | 'trouble'
  | 'dark'
  | 'failover'
  | 'validation'
  | 'recovery'
  | 'aftermath';

/** What a watched rehearsal reports. `atMs` is virtual time. */
export type TimelineEvent =
  /** A part of the rehearsal begins, and the one before has ended. */
  | { readonly kind: 'phase'; readonly atMs: number; readonly phase: Phase; readonly text: string }
  /** The steps that the state machine knows, before it starts. */
  | { readonly kind: 'plan'; readonly atMs: number; readonly steps: readonly PlannedStep[] }
  | ({ readonly atMs: number; readonly step: StepReference } & StepEvent)
  /** Something in one of the regions changed. */
  | { readonly kind: 'change'; readonly atMs: number; readonly text: string }
  /** A minute of virtual time has passed; for clocks. */
  | { readonly kind: 'tick'; readonly atMs: number }
  /** The execution ended. */
  | { readonly kind: 'end'; readonly atMs: number; readonly succeeded: boolean; readonly text: string };

/** What happens to one step of the state machine. */
export type StepEvent =
  /** It begins. Entering its states again, as a poll does, is not reported. */
  | { readonly kind: 'step' }
  /** What it waits for now; reported when that changes. `percent` where AWS has it. */
  | { readonly kind: 'progress'; readonly text: string; readonly percent: number | undefined }
  | { readonly kind: 'retry'; readonly error: string; readonly reason: string; readonly attempt: number }
  | { readonly kind: 'failed'; readonly error: string; readonly reason: string }
  /** It is over without an error. `result` is what it found out, where that is worth a line. */
  | { readonly kind: 'done'; readonly tookMs: number; readonly result: string | undefined }
  /** It was stopped because another branch failed. */
  | { readonly kind: 'stopped' };

export interface StepReference {
  /** As in the plan: `BringUpStandby[0]/RestoreAurora`. */
  readonly id: string;
  readonly name: string;
  /** The branch that it stands in, by the name of its first step. */
  readonly branch: string | undefined;
}

export type TimelineListener = (event: TimelineEvent) => void;
