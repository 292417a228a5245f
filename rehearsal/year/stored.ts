import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';
import { HOUR_MS } from './options';

/** Who asked for what is stored: the backup plan, or somebody on demand. */
type Origin = 'plan' | 'onDemand';

export interface Stored {
  readonly recoveryPoints: number;
  /** Each from its completion to its removal or the end, in hours of one copy. */
  readonly copyHours: number;
}

export type StoredByRegion = Readonly<Record<'primary' | 'standby', Readonly<Record<Origin, Stored>>>>;

/** Counts what the vaults hold and for how long: Aurora's snapshots are billed in full, each for as long as it is there. */
export class StoredCopies {
  readonly #world: World;
  readonly #estate: Estate;
  readonly #points = new Map<string, { readonly origin: Origin; readonly fromMs: number; toMs: number | undefined }>();
  #expired = 0;

  constructor(world: World, estate: Estate) {
    this.#world = world;
    this.#estate = estate;
    world.trace.listen((entry) => {
      if (entry.kind !== 'resource' || entry.type !== 'backup-recovery-point') return;
      if (entry.status === 'COMPLETED') this.#enter(entry.region, entry.id);
      if (entry.status === 'DELETED') this.#leave(entry.id);
    });
  }

  /** Recovery points that have gone at the end of their retention. */
  get expired(): number {
    return this.#expired;
  }

  count(): StoredByRegion {
    const of = (region: string, origin: Origin): Stored => {
      const nowMs = this.#world.scheduler.now();
      const points = [...this.#points].filter(([arn, point]) => point.origin === origin && regionOf(arn) === region);
      const hours = points.map(([, { fromMs, toMs }]) => ((toMs ?? nowMs) - fromMs) / HOUR_MS);
      return { recoveryPoints: points.length, copyHours: hours.reduce((sum, each) => sum + each, 0) };
    };
    const { primaryRegion, standbyRegion } = this.#estate;
    return {
      primary: { plan: of(primaryRegion, 'plan'), onDemand: of(primaryRegion, 'onDemand') },
      standby: { plan: of(standbyRegion, 'plan'), onDemand: of(standbyRegion, 'onDemand') },
    };
  }

  #enter(region: string, arn: string): void {
    const { vaults } = this.#world.region(region).backup;
    const point = [...vaults.all.values()].map(({ recoveryPoints }) => recoveryPoints.get(arn)).find(Boolean);
    const origin = point?.createdBy === undefined ? 'onDemand' : 'plan';
    this.#points.set(arn, { origin, fromMs: this.#world.scheduler.now(), toMs: undefined });
  }

  #leave(arn: string): void {
    const point = this.#points.get(arn);
    if (point === undefined) return;
    point.toMs = this.#world.scheduler.now();
    this.#expired += 1;
  }
}

function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}
