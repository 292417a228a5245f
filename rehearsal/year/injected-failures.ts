import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { DAY_MS, HOUR_MS } from './options';

/** A backup or copy job that failed because this run made it fail. */
export interface FailedJob {
  readonly kind: 'backup' | 'copy';
  readonly id: string;
  readonly atMs: number;
}

const MESSAGES = {
  backup: 'The snapshot quota of the region is used up (injected).',
  copy: 'The key of the destination vault could not be used (injected).',
} as const;
const TYPES = { 'backup-job': 'backup', 'backup-copy-job': 'copy' } as const;

/** One failed backup a week and one failed copy a month, at hours that the seed chooses. */
export class InjectedFailures {
  readonly jobs: FailedJob[] = [];
  readonly #world: World;

  constructor(world: World, estate: Estate, days: number) {
    this.#world = world;
    const { backup } = world.region(estate.primaryRegion);
    for (const kind of ['backup', 'copy'] as const) {
      for (const atMs of this.#instants(kind, days)) {
        world.scheduler.at(atMs, () => backup.failNext({ kind, message: MESSAGES[kind] }));
      }
    }
    world.trace.listen((entry) => {
      if (entry.kind !== 'resource' || entry.status !== 'FAILED') return;
      const kind = entry.type === 'backup-job' || entry.type === 'backup-copy-job' ? TYPES[entry.type] : undefined;
      if (kind !== undefined && entry.detail === MESSAGES[kind]) {
        this.jobs.push({ kind, id: entry.id, atMs: world.scheduler.now() });
      }
    });
  }

  /** Just before an hour begins, so that the job that fails is the plan's: of every week or thirty days, not the first. */
  #instants(kind: 'backup' | 'copy', days: number): readonly number[] {
    const { scheduler, random } = this.#world;
    const everyDays = kind === 'backup' ? 7 : 30;
    return Array.from({ length: Math.floor(days / everyDays) }, (_, index) => {
      // Not in the last day of the span: what follows from it belongs to the run.
      const hour = Math.floor(random.next(`year/${kind}`) * 24 * (everyDays - 2));
      const beginsMs = scheduler.now() + (index * everyDays + 1) * DAY_MS;
      return Math.ceil(beginsMs / HOUR_MS) * HOUR_MS + hour * HOUR_MS - 60_000;
    });
  }
}
