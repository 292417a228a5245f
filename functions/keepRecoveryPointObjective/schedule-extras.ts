import { type Breach, firstBreach, type Limit } from './breach';
import { type Pipeline, type Projection, project } from './pipeline';

/** Projections that one search may cost: a bound, far above what a schedule that exists takes to find. */
const MOST_PROJECTIONS = 1_000;

/**
 * When to start backups of our own so that the newest point never gets older than the limit: as few as can be, each as
 * late as can be. Undefined when no such times exist, or more than `most` would be needed.
 */
export function scheduleExtras(pipeline: Pipeline, limit: Limit, most: number): readonly number[] | undefined {
  let found = search(pipeline, limit, most);
  if (found === undefined || found.length === 0) return found;
  // Where copies wait for each other, the latest start is not always the best one.
  const least = leastExtras(pipeline, limit);
  while (found.length > least) {
    const fewer = search(pipeline, limit, found.length - 1);
    if (fewer === undefined) return found;
    found = fewer;
  }
  return found;
}

/**
 * A breach needs one more point that lands before it begins. Of the instants at which its backup could start, the latest
 * gives the freshest point, and so the longest rest until the next is needed: that one is tried first.
 */
function search(pipeline: Pipeline, limit: Limit, most: number): readonly number[] | undefined {
  let projections = 0;
  return descend([], project(pipeline, []));

  function descend(extrasMs: readonly number[], projection: Projection): readonly number[] | undefined {
    const breach = firstBreach(pipeline, projection.landings, limit);
    if (breach === undefined) return extrasMs;
    if (extrasMs.length >= most) return undefined;
    for (const startMs of startsBefore(pipeline, breach, projection)) {
      if (projections >= MOST_PROJECTIONS) return undefined;
      projections += 1;
      const tried = [...extrasMs, startMs];
      const next = project(pipeline, tried);
      if (overlap(tried, next) || !landsInTime(tried.length - 1, next, breach)) continue;
      const found = descend(tried, next);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** How many it would take if nothing ever waited: no schedule has fewer. */
function leastExtras(pipeline: Pipeline, limit: Limit): number {
  const { nowMs, tickMs, times } = pipeline;
  const leadMs = times.startDelayMs + times.backupMs + times.copyMs;
  let landings = project(pipeline, []).landings;
  for (let count = 0; ; count += 1) {
    const breach = firstBreach(pipeline, landings, limit);
    if (breach === undefined) return count;
    const startMs = nowMs + Math.floor((breach.fromMs - leadMs - nowMs) / tickMs) * tickMs;
    const landing = { createdAtMs: startMs + times.startDelayMs, atMs: breach.fromMs, extra: count };
    const before = landings.filter(({ atMs }) => atMs <= landing.atMs);
    const newestMs = Math.max(pipeline.newestMs ?? 0, ...before.map(({ createdAtMs }) => createdAtMs));
    if (landing.createdAtMs <= newestMs) return count;
    landings = [...before, landing, ...landings.filter(({ atMs }) => atMs > landing.atMs)];
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
