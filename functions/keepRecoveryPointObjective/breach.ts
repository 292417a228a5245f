import type { Landing, Pipeline } from '../shared/forecast/pipeline';

/** A time in which the newest point of the standby vault is older than it may be. */
export interface Breach {
  readonly fromMs: number;
  /** When the next point lands; undefined when none does in the time looked at. */
  readonly untilMs: number | undefined;
}

export interface Limit {
  /** How old the newest point may become. */
  readonly ageMs: number;
  /** What lies after this is not looked at. */
  readonly horizonMs: number;
  /** What cannot be helped any more: a breach counts only from here on. */
  readonly graceUntilMs?: number;
}

/** The first breach, if the landings come as projected. */
export function firstBreach(
  { nowMs, newestMs }: Pipeline,
  landings: readonly Landing[],
  { ageMs, horizonMs, graceUntilMs = nowMs }: Limit,
): Breach | undefined {
  let newest = newestMs;
  for (const { createdAtMs, atMs } of landings) {
    if (newest !== undefined && createdAtMs <= newest) continue;
    const fromMs = Math.max(graceUntilMs, newest === undefined ? nowMs : newest + ageMs);
    if (fromMs >= horizonMs) return undefined;
    if (atMs > fromMs) return { fromMs, untilMs: atMs };
    newest = createdAtMs;
  }
  const fromMs = Math.max(graceUntilMs, newest === undefined ? nowMs : newest + ageMs);
  return fromMs < horizonMs ? { fromMs, untilMs: undefined } : undefined;
}

/** All of them, in order of time. */
export function* breaches(pipeline: Pipeline, landings: readonly Landing[], limit: Limit): Generator<Breach> {
  let graceUntilMs = limit.graceUntilMs ?? pipeline.nowMs;
  for (;;) {
    const breach = firstBreach(pipeline, landings, { ...limit, graceUntilMs });
    if (breach === undefined) return;
    yield breach;
    if (breach.untilMs === undefined) return;
    graceUntilMs = breach.untilMs;
  }
}

/** The greatest age that the newest point reaches between two instants; undefined while there is no point at all. */
export function worstAgeMs(
  { nowMs, newestMs }: Pick<Pipeline, 'nowMs' | 'newestMs'>,
  landings: readonly Landing[],
  horizonMs: number,
  fromMs = nowMs,
): number | undefined {
  let newest = newestMs;
  let worst: number | undefined;
  const look = (atMs: number) => {
    if (newest !== undefined && atMs >= fromMs) worst = Math.max(worst ?? 0, atMs - newest);
  };
  for (const { createdAtMs, atMs } of landings) {
    if (newest !== undefined && createdAtMs <= newest) continue;
    if (atMs > horizonMs) break;
    look(atMs);
    newest = createdAtMs;
  }
  look(horizonMs);
  return worst;
}
