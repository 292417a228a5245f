import { type Best, bestObjective, extrasEachRun } from './best-objective';
import { worstAgeMs } from './breach';
import { type Pipeline, project } from './pipeline';
import { scheduleExtras } from './schedule-extras';

export interface Policy {
  readonly objectiveMs: number;
  /** Kept free for what takes longer than it ever did. */
  readonly marginMs: number;
  /** Nothing after this is planned for. */
  readonly horizonMs: number;
}

export type Outlook = {
  /**
   * `holds`: the objective holds as far as can be seen. `recovering`: it is breached or about to be, cannot be helped,
   * and holds again from `heldFromMs` on. `cannotHold`: no schedule was found that holds it.
   */
  readonly state: 'holds' | 'recovering' | 'cannotHold';
  readonly startBackup: boolean;
  /** When the next backup of ours will be started, if nothing changes. */
  readonly nextExtraMs: number | undefined;
  readonly heldFromMs: number | undefined;
  readonly worstAgeMs: number | undefined;
  /** The same if we did nothing. */
  readonly worstAgeWithoutExtrasMs: number | undefined;
  /** Only when the objective cannot be held. */
  readonly best: Best | undefined;
};

/**
 * Whether to start a backup now. The age that the newest point of the standby vault will reach is projected; where it
 * would pass the objective, the fewest and latest backups that prevent it are looked for, and the first of them is
 * started when it is due. Where nothing can prevent it any more, the soonest way back is taken. Where no schedule is
 * found that holds the objective, the smallest age for which one is found is kept, as long as more copies make it
 * smaller.
 *
 * The search is bounded and may miss one: where three copies fill nine tenths of an hour it did, in some worlds
 * (keep-objective.property.test.ts has two).
 */
export function keepObjective(pipeline: Pipeline, { objectiveMs, marginMs, horizonMs }: Policy): Outlook {
  const ageMs = objectiveMs - marginMs;
  const { planRunsMs, times, tickMs, nowMs } = pipeline;
  // One more than can be kept up: what went wrong may take one to make good.
  const sustained = extrasEachRun(planRunsMs, times) * planRunsMs.length;
  const most = sustained + 1;
  const planned = scheduleExtras(pipeline, { ageMs, horizonMs }, most);
  if (planned !== undefined) return outlook('holds', planned, undefined, undefined);

  const best = bestObjective(planRunsMs, times, tickMs, nowMs, ageMs);
  if (best.kind === 'diverges') return outlook('cannotHold', [], undefined, best);
  if (best.ageMs <= ageMs) {
    const held = recover(pipeline, { ageMs, horizonMs }, most);
    return outlook('recovering', held.extrasMs, held.fromMs, undefined);
  }
  const held = recover(pipeline, { ageMs: best.ageMs, horizonMs }, sustained);
  return outlook('cannotHold', held.extrasMs, undefined, { ...best, ageMs: best.ageMs + marginMs });

  function outlook(
    state: Outlook['state'],
    extrasMs: readonly number[],
    heldFromMs: number | undefined,
    limit: Best | undefined,
  ): Outlook {
    return {
      state,
      startBackup: extrasMs.includes(pipeline.nowMs),
      nextExtraMs: extrasMs.length === 0 ? undefined : Math.min(...extrasMs),
      heldFromMs,
      worstAgeMs: worstAgeMs(pipeline, project(pipeline, extrasMs).landings, horizonMs),
      worstAgeWithoutExtrasMs: worstAgeMs(pipeline, project(pipeline, []).landings, horizonMs),
      best: limit,
    };
  }
}

/** The soonest instant from which the limit can be held again, and the backups that it takes. */
function recover(
  pipeline: Pipeline,
  limit: { readonly ageMs: number; readonly horizonMs: number },
  most: number,
): { readonly extrasMs: readonly number[]; readonly fromMs: number | undefined } {
  const without = project(pipeline, []);
  const nextMs = without.landings[0]?.atMs ?? Number.POSITIVE_INFINITY;
  const { landings } = project(pipeline, [pipeline.nowMs]);
  const mineMs = landings.find(({ extra }) => extra === 0)?.atMs ?? Number.POSITIVE_INFINITY;
  const isFree = !without.busy.some(({ fromMs, toMs }) => pipeline.nowMs >= fromMs && pipeline.nowMs < toMs);
  const isSooner = most > 0 && isFree && mineMs < nextMs;
  // A vault that holds nothing is worse than any age.
  if (pipeline.newestMs === undefined && isSooner) return { extrasMs: [pipeline.nowMs], fromMs: mineMs };

  const instants = [...new Set([...without.landings, ...landings].map(({ atMs }) => atMs))].sort((a, b) => a - b);
  for (const graceUntilMs of instants) {
    const extrasMs = scheduleExtras(pipeline, { ...limit, graceUntilMs }, most);
    if (extrasMs !== undefined) return { extrasMs, fromMs: graceUntilMs };
  }
  // Nothing holds within the horizon: one more point helps if it comes before any other would.
  return { extrasMs: isSooner ? [pipeline.nowMs] : [], fromMs: undefined };
}
