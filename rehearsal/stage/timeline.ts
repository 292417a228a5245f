import type { TraceEntry } from '../../simulator/kernel/trace';
import type { World } from '../../simulator/world';
import { describeChange } from './describe-change';
import { type PlannedStep, planOf } from './plan';
import { StepTracker } from './step-tracker';

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

const TICK_MS = 60_000;

/** Turns what happens in the world into a timeline that a person can follow. */
export class Timeline {
  readonly #world: World;
  readonly #listener: TimelineListener;
  #showsChanges = false;
  #tickedAtMs = 0;

  constructor(world: World, listener: TimelineListener) {
    this.#world = world;
    this.#listener = listener;
    world.trace.listen((entry) => this.#traced(entry));
  }

  phase(phase: Phase, text: string): void {
    this.#listener({ kind: 'phase', atMs: this.#world.scheduler.now(), phase, text });
  }

  /** Something that a person who watches wants to know. */
  change(text: string): void {
    this.#listener({ kind: 'change', atMs: this.#world.scheduler.now(), text });
  }

  /** Follows a state machine, and from now on what changes in both regions. */
  follow(region: string, stateMachineArn: string, mode: string): void {
    this.#showsChanges = true;
    const { states } = this.#world.region(region);
    const plan = planOf(states.stateMachine(stateMachineArn).definition, mode);
    this.#listener({ kind: 'plan', atMs: this.#world.scheduler.now(), steps: plan });
    const tracker = new StepTracker(plan, this.#listener);
    states.onProgress((progress) => {
      if (states.execution(progress.executionArn).identity.stateMachineArn !== stateMachineArn) return;
      tracker.follow(progress, states.execution(progress.executionArn).execution.events.at(-1));
    });
  }

  end(succeeded: boolean, text: string): void {
    this.#listener({ kind: 'end', atMs: this.#world.scheduler.now(), succeeded, text });
  }

  #traced(entry: TraceEntry): void {
    const atMs = Date.parse(entry.at);
    const text = this.#showsChanges ? describeChange(entry) : undefined;
    if (text !== undefined) this.#listener({ kind: 'change', atMs, text });
    else if (atMs >= this.#tickedAtMs + TICK_MS) this.#listener({ kind: 'tick', atMs });
    else return;
    this.#tickedAtMs = atMs;
  }
}
