import type { RecoveryPoint } from '../../simulator/services/backup/model';
import type { World } from '../../simulator/world';
import type { Estate } from '../stage/estate';

/** From one newer recovery point in the standby vault to the next. */
export interface AgeSpan {
  readonly fromMs: number;
  readonly toMs: number;
  /** When the data of the newest usable recovery point was cut, at the latest. */
  readonly createdAtMs: number;
}

export interface Ages {
  /** The oldest that the newest usable recovery point became, in minutes. */
  readonly worstMinutes: number;
  /** The share of time in which it was within the objective. */
  readonly shareWithin: number;
  /** Times that it went over the objective. */
  readonly breaches: number;
}

/** Follows the newest usable recovery point of the standby vault, exactly: between two of them its age only grows. */
export class RecoveryPointAges {
  readonly #world: World;
  readonly #spans: AgeSpan[] = [];
  #newest: { readonly createdAtMs: number; readonly landedAtMs: number } | undefined;

  constructor(world: World, estate: Estate) {
    this.#world = world;
    const { vaults } = world.region(estate.standbyRegion).backup;
    const find = (arn: string): RecoveryPoint | undefined =>
      [...vaults.all.values()]
        .map(({ recoveryPoints }) => recoveryPoints.get(arn))
        .find((point) => point !== undefined);
    world.trace.listen((entry) => {
      if (entry.kind !== 'resource' || entry.type !== 'backup-recovery-point') return;
      if (entry.region !== estate.standbyRegion || entry.status !== 'COMPLETED') return;
      const point = find(entry.id);
      if (point !== undefined) this.#land(point.createdAt.getTime());
    });
  }

  /** What is over by now. */
  spans(): readonly AgeSpan[] {
    const nowMs = this.#world.scheduler.now();
    const { createdAtMs, landedAtMs } = this.#newest ?? {};
    if (createdAtMs === undefined || landedAtMs === undefined) return this.#spans;
    return [...this.#spans, { fromMs: landedAtMs, toMs: nowMs, createdAtMs }];
  }

  #land(createdAtMs: number): void {
    const nowMs = this.#world.scheduler.now();
    if (this.#newest !== undefined && createdAtMs <= this.#newest.createdAtMs) return;
    if (this.#newest !== undefined) {
      const { createdAtMs: previousMs, landedAtMs } = this.#newest;
      this.#spans.push({ fromMs: landedAtMs, toMs: nowMs, createdAtMs: previousMs });
    }
    this.#newest = { createdAtMs, landedAtMs: nowMs };
  }
}

export function summarise(spans: readonly AgeSpan[], objectiveMinutes: number): Ages {
  const objectiveMs = objectiveMinutes * 60_000;
  let worstMs = 0;
  let withinMs = 0;
  let totalMs = 0;
  let breaches = 0;
  for (const { fromMs, toMs, createdAtMs } of spans) {
    worstMs = Math.max(worstMs, toMs - createdAtMs);
    totalMs += toMs - fromMs;
    const withinUntilMs = Math.min(toMs, createdAtMs + objectiveMs);
    withinMs += Math.max(0, withinUntilMs - fromMs);
    if (toMs > createdAtMs + objectiveMs) breaches += 1;
  }
  return { worstMinutes: worstMs / 60_000, shareWithin: totalMs === 0 ? 0 : withinMs / totalMs, breaches };
}

/** The spans in which none of the instants lies: what happened while nothing had been made to fail. */
export function without(spans: readonly AgeSpan[], instantsMs: readonly number[]): readonly AgeSpan[] {
  return spans.filter(({ fromMs, toMs }) => !instantsMs.some((at) => at >= fromMs && at <= toMs));
}
