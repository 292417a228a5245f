import { worstAgeMs } from './breach';
import { type Pipeline, project, type Times } from './pipeline';
import { scheduleExtras } from './schedule-extras';

const MINUTE_MS = 60_000;

/** What a plan and copies of such times can come to at best, whatever is started in between. */
export type Best =
  | { readonly kind: 'age'; readonly ageMs: number }
  /** Copies take longer than the plan leaves between them: each waits longer than the one before. */
  | { readonly kind: 'diverges'; readonly planIntervalMs: number };

/**
 * The smallest age that backups and copies of these times can hold in the long run, to the minute. It is looked for from
 * an ideal beginning, a point of this moment and nothing under way, so that what went wrong today is not held against it.
 */
export function bestObjective(
  planRunsMs: readonly number[],
  times: Times,
  tickMs: number,
  nowMs: number,
  atLeastMs: number,
): Best {
  const [firstMs] = planRunsMs;
  const lastMs = planRunsMs.at(-1);
  if (firstMs === undefined || lastMs === undefined) return { kind: 'age', ageMs: atLeastMs };
  const planIntervalMs = (lastMs - firstMs) / Math.max(1, planRunsMs.length - 1);
  if (planRunsMs.length > 1 && times.copyMs >= planIntervalMs) return { kind: 'diverges', planIntervalMs };

  // The last tick before the plan's next run: the same question all the way to it, with the same answer.
  const startMs = firstMs - ((firstMs - nowMs) % tickMs);
  const ideal: Pipeline = { nowMs: startMs, tickMs, times, newestMs: startMs, backups: [], copies: [], planRunsMs };
  const horizonMs = lastMs;
  const most = extrasEachRun(planRunsMs, times) * (planRunsMs.length - 1);
  const canHold = (minutes: number) =>
    scheduleExtras(ideal, { ageMs: minutes * MINUTE_MS, horizonMs }, most) !== undefined;

  let low = Math.floor(atLeastMs / MINUTE_MS);
  let high = Math.ceil((worstAgeMs(ideal, project(ideal, []).landings, horizonMs) ?? 0) / MINUTE_MS);
  if (low >= high || canHold(low)) return { kind: 'age', ageMs: low * MINUTE_MS };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (canHold(middle)) high = middle;
    else low = middle;
  }
  return { kind: 'age', ageMs: high * MINUTE_MS };
}

/** How many copies fit between two of the plan, run after run, without one waiting longer than the one before. */
export function extrasEachRun(planRunsMs: readonly number[], { copyMs }: Times): number {
  const [firstMs] = planRunsMs;
  const lastMs = planRunsMs.at(-1);
  if (firstMs === undefined || lastMs === undefined || lastMs === firstMs) return Number.POSITIVE_INFINITY;
  const intervalMs = (lastMs - firstMs) / (planRunsMs.length - 1);
  return Math.max(0, Math.floor(intervalMs / copyMs) - 1);
}
