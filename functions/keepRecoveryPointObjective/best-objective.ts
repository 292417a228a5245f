import { firstBreach, worstAgeMs } from './breach';
import type { Pipeline } from '../shared/forecast/pipeline';
import { planAlone, play } from './start-rule';

const MINUTE_MS = 60_000;

/** What a plan and copies of such times come to at best, with what the rule starts in between. */
export type Best =
  | { readonly kind: 'age'; readonly ageMs: number }
  /** Copies take longer than the plan leaves between them: each waits longer than the one before. */
  | { readonly kind: 'diverges'; readonly planIntervalMs: number };

/**
 * The smallest age, to the minute, that the rule was found to hold with backups and copies of these times. It begins with
 * a point of this moment and nothing under way, so that what went wrong today is not held against it.
 */
export function bestObjective({ planRunsMs, times, tickMs, nowMs }: Pipeline, atLeastMs: number): Best {
  const [firstMs] = planRunsMs;
  const lastMs = planRunsMs.at(-1);
  if (firstMs === undefined || lastMs === undefined) return { kind: 'age', ageMs: atLeastMs };
  const planIntervalMs = (lastMs - firstMs) / Math.max(1, planRunsMs.length - 1);
  if (planRunsMs.length > 1 && times.backupMs + times.copyMs >= planIntervalMs) {
    return { kind: 'diverges', planIntervalMs };
  }

  // The last tick before the plan's next run: the same question all the way to it, with the same answer.
  const startMs = firstMs - ((firstMs - nowMs) % tickMs);
  const ideal: Pipeline = { nowMs: startMs, tickMs, times, newestMs: startMs, backups: [], copies: [], planRunsMs };
  const canHold = (minutes: number) => {
    const limit = { ageMs: minutes * MINUTE_MS, horizonMs: lastMs };
    return firstBreach(ideal, play(ideal, limit).landings, limit) === undefined;
  };

  let low = Math.floor(atLeastMs / MINUTE_MS);
  let high = Math.ceil((worstAgeMs(ideal, planAlone(ideal).landings, lastMs) ?? 0) / MINUTE_MS);
  if (low >= high) return { kind: 'age', ageMs: low * MINUTE_MS };
  // With one more than fits between two of the plan, each waits longer than the one before: hours show no end of it.
  if (planRunsMs.length > 1 && 2 * (times.backupMs + times.copyMs) > planIntervalMs)
    return { kind: 'age', ageMs: high * MINUTE_MS };
  if (canHold(low)) return { kind: 'age', ageMs: low * MINUTE_MS };
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (canHold(middle)) high = middle;
    else low = middle;
  }
  return { kind: 'age', ageMs: high * MINUTE_MS };
}
