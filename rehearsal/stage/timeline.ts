import type { TraceEntry } from '../../simulator/kernel/trace';
import type { World } from '../../simulator/world';
import { describeChange } from './describe-change';
import { planOf } from './plan';
import { StepTracker } from './step-tracker';
import type { Phase, TimelineListener } from './timeline-event';

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
