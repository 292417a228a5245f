import { type Breach, firstBreach, type Limit } from './breach';
import { type Pipeline, type Projection, project } from './pipeline';

/** Projections that one search may cost: a bound, far above what a schedule that exists takes to find. */
const MOST_PROJECTIONS = 1_000;

/**
 * When to start backups of our own so that the newest point never gets older than the limit: as few as can be, each as
 * late as can be. Undefined when no such times exist, or more than `most` would be needed.
 *
 * A breach needs one more point that lands before it begins. Of the instants at which its backup could start, the latest
 * gives the freshest point, and so the longest rest until the next is needed: that one is tried first. An earlier one is
 * better only where copies have to wait for each other.
 */
export function scheduleExtras(pipeline: Pipeline, limit: Limit, most: number): readonly number[] | undefined {
  let projections = 0;
  return search([], project(pipeline, []));

  function search(extrasMs: readonly number[], projection: Projection): readonly number[] | undefined {
    const breach = firstBreach(pipeline, projection.landings, limit);
    if (breach === undefined) return extrasMs;
    if (extrasMs.length >= most) return undefined;
    for (const startMs of startsBefore(pipeline, breach, projection)) {
      if (projections >= MOST_PROJECTIONS) return undefined;
      projections += 1;
      const tried = [...extrasMs, startMs];
      const next = project(pipeline, tried);
      if (overlap(tried, next) || !landsInTime(tried.length - 1, next, breach)) continue;
      const found = search(tried, next);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Instants at which we act and no backup is under way, the latest first, from which a point can land in time. */
function startsBefore({ nowMs, tickMs, times, newestMs }: Pipeline, breach: Breach, { busy }: Projection): number[] {
  const latestMs = breach.fromMs - times.startDelayMs - times.backupMs - times.copyMs;
  const starts: number[] = [];
  for (let atMs = nowMs + Math.floor((latestMs - nowMs) / tickMs) * tickMs; atMs >= nowMs; atMs -= tickMs) {
    if (newestMs !== undefined && atMs + times.startDelayMs <= newestMs) break;
    if (!busy.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs)) starts.push(atMs);
  }
  return starts;
}

/** Whether one of the starts falls into a backup that is requested or under way by then. */
function overlap(extrasMs: readonly number[], { busy }: Projection): boolean {
  return extrasMs.some((atMs, index) =>
    busy.some(({ fromMs, toMs, extra }) => extra !== index && atMs >= fromMs && atMs < toMs),
  );
}

function landsInTime(index: number, { landings }: Projection, breach: Breach): boolean {
  const landing = landings.find(({ extra }) => extra === index);
  return landing !== undefined && landing.atMs <= breach.fromMs;
}
