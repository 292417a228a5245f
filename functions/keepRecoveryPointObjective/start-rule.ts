import { breaches, type Limit } from './breach';
import { type Landing, landsAt, type Pipeline, project, type Projection } from '../shared/forecast/pipeline';

/**
 * Whether to start a backup at this instant, beside those of `extrasMs`: the newest point will get older than the limit, a
 * backup that is started a tick later lands after that begins, none is requested or under way, and others leave the
 * account room to copy. What is over before it lands is no reason.
 */
export function isDue(
  pipeline: Pipeline,
  extrasMs: readonly number[],
  atMs: number,
  limit: Limit,
  { landings, busy }: Projection = project(pipeline, extrasMs),
): boolean {
  const { heldUpUntilMs = Number.NEGATIVE_INFINITY } = pipeline;
  if (atMs < heldUpUntilMs || busy.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)) return false;
  // Or what is newer still, and has overtaken it.
  const startedLandsAt = (startMs: number) => landsAt(pipeline, [...extrasMs, startMs], startMs);
  for (const { fromMs, untilMs = Infinity } of breaches(pipeline, landings, { ...limit, graceUntilMs: atMs })) {
    if (startedLandsAt(atMs + pipeline.tickMs) <= fromMs) return false;
    if (startedLandsAt(atMs) < untilMs) return true;
  }
  return false;
}

/** What comes of the rule, tick after tick, if everything takes as long as it did. */
export interface Play {
  readonly extrasMs: readonly number[];
  readonly landings: readonly Landing[];
}

export function play(pipeline: Pipeline, limit: Limit, pauseMs = 0): Play {
  let extrasMs: readonly number[] = [];
  let projection = project(pipeline, extrasMs);
  for (let atMs = pipeline.nowMs + pauseMs; atMs < limit.horizonMs; atMs += pipeline.tickMs) {
    if (!isDue(pipeline, extrasMs, atMs, limit, projection)) continue;
    extrasMs = [...extrasMs, atMs];
    projection = project(pipeline, extrasMs);
  }
  return { extrasMs, landings: projection.landings };
}

/**
 * The play that holds the limit soonest, with a pause before the first start. One that comes too late for a breach holds
 * up the copies of the plan, and with them the next hours.
 */
export function playAfterPause(pipeline: Pipeline, limit: Limit): Play {
  let best = play(pipeline, limit);
  let bestMs = heldFrom(pipeline, best, limit) ?? Infinity;
  const lastMs = Math.min(LONGEST_PAUSE_MS, bestMs - pipeline.nowMs);
  for (let pauseMs = pipeline.tickMs; pauseMs <= lastMs; pauseMs += pipeline.tickMs) {
    const played = play(pipeline, limit, pauseMs);
    const heldMs = heldFrom(pipeline, played, limit) ?? Infinity;
    if (heldMs < bestMs) [best, bestMs] = [played, heldMs];
  }
  return best;
}

const LONGEST_PAUSE_MS = 3_600_000;

/** Nothing: the plan by itself. */
export function planAlone(pipeline: Pipeline): Play {
  return { extrasMs: [], landings: project(pipeline, []).landings };
}

/** From when on the limit holds as far as can be seen; undefined when nothing that is foreseen ends the last breach. */
export function heldFrom(pipeline: Pipeline, { landings }: Play, limit: Limit): number | undefined {
  const all = [...breaches(pipeline, landings, limit)];
  return all.length === 0 ? pipeline.nowMs : all.at(-1)?.untilMs;
}
