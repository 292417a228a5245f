import type { TraceEntry } from '../kernel/trace';
import type { ExecutionProgress } from '../services/states/step-functions';
import type { World } from '../world';

/** What someone who watches a rehearsal is told. */
export type TimelineEvent =
  /** A part of the rehearsal itself begins: bring up the regions, run the workload, go dark. */
  | { readonly kind: 'phase'; readonly atMs: number; readonly text: string }
  /** The state machine enters a task for the first time in that place. */
  | {
      readonly kind: 'step';
      readonly atMs: number;
      readonly place: string;
      readonly depth: number;
      readonly state: string;
    }
  /** A task was retried, or its error caught. */
  | {
      readonly kind: 'trouble';
      readonly atMs: number;
      readonly place: string;
      readonly depth: number;
      readonly text: string;
    }
  /** Something in one of the regions changed. */
  | { readonly kind: 'change'; readonly atMs: number; readonly text: string }
  /** The execution ended. */
  | { readonly kind: 'end'; readonly atMs: number; readonly text: string };

export type TimelineListener = (event: TimelineEvent) => void;

/** Turns what happens in the world into a timeline that a person can follow. */
export class Timeline {
  readonly #world: World;
  readonly #listener: TimelineListener;
  readonly #seen = new Set<string>();
  #showsChanges = false;

  constructor(world: World, listener: TimelineListener) {
    this.#world = world;
    this.#listener = listener;
    world.trace.listen((entry) => this.#change(entry));
  }

  phase(text: string): void {
    this.#listener({ kind: 'phase', atMs: this.#world.scheduler.now(), text });
  }

  end(text: string): void {
    this.#listener({ kind: 'end', atMs: this.#world.scheduler.now(), text });
  }

  /** Follows the executions of a region, and from now on what changes in both. */
  follow(region: string): void {
    this.#showsChanges = true;
    this.#world.region(region).states.onProgress((progress) => this.#step(progress));
  }

  #step({ event, state, place, atMs, error, cause, attempt, next }: ExecutionProgress): void {
    if (state === undefined) return;
    const where = {
      atMs,
      place: place.map((around) => `${around.state}[${around.index}]`).join('/'),
      depth: place.length,
    };
    if (event === 'RetryScheduled') {
      this.#listener({ kind: 'trouble', ...where, text: `${state}: ${error ?? 'error'}, retry ${attempt ?? 1}` });
    } else if (event === 'ErrorCaught') {
      this.#listener({
        kind: 'trouble',
        ...where,
        text: `${state}: ${error ?? 'error'}: ${firstLine(cause)} → ${next ?? ''}`,
      });
    } else if (event === 'TaskStateEntered' && !this.#seen.has(`${where.place}/${state}`)) {
      // A poll enters its states again and again: once is enough to read.
      this.#seen.add(`${where.place}/${state}`);
      this.#listener({ kind: 'step', ...where, state });
    }
  }

  #change(entry: TraceEntry): void {
    if (!this.#showsChanges) return;
    const text = describeChange(entry);
    if (text !== undefined) this.#listener({ kind: 'change', atMs: Date.parse(entry.at), text });
  }
}

const SHOWN: Readonly<Record<string, string>> = {
  'rds-cluster': 'cluster',
  'rds-instance': 'instance',
  'AWS::CloudFormation::Stack': 'stack',
  'health-check': 'health check of the PRIMARY record',
  alarm: 'alarm',
};

function describeChange(entry: TraceEntry): string | undefined {
  if (entry.kind !== 'resource') return undefined;
  const label = SHOWN[entry.type];
  if (label === undefined) return undefined;
  const name = entry.type === 'health-check' ? '' : ` ${entry.id}`;
  return `${label}${name}: ${entry.status}`;
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n')[0]?.slice(0, 160) ?? '';
}
