import { type Best, bestObjective } from './best-objective';
import { firstBreach, worstAgeMs } from './breach';
import type { Pipeline } from '../shared/forecast/pipeline';
import { heldFrom, type Play, planAlone, play, playAfterPause } from './start-rule';

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
   * and holds again from `heldFromMs` on. `cannotHold`: backups and copies of such times do not come to it.
   */
  readonly state: 'holds' | 'recovering' | 'cannotHold';
  readonly startBackup: boolean;
  /** When backups of ours will be started, if nothing changes. */
  readonly extrasMs: readonly number[];
  readonly heldFromMs: number | undefined;
  readonly worstAgeMs: number | undefined;
  /** The same if we did nothing. */
  readonly worstAgeWithoutExtrasMs: number | undefined;
  /** Only when the objective cannot be held. */
  readonly best: Best | undefined;
};

/**
 * Whether to start a backup now, and what comes of it: the rule, played forward to the horizon (ADR 21). Where it does not
 * hold the objective even from an ideal beginning, the smallest age that it was found to hold takes the objective's place.
 */
export function keepObjective(pipeline: Pipeline, { objectiveMs, marginMs, horizonMs }: Policy): Outlook {
  const limit = { ageMs: objectiveMs - marginMs, horizonMs };
  const played = play(pipeline, limit);
  if (firstBreach(pipeline, played.landings, limit) === undefined) return outlook('holds', played);
  const best = bestObjective(pipeline, limit.ageMs);
  if (best.kind === 'diverges') return outlook('cannotHold', planAlone(pipeline), undefined, best);
  if (best.ageMs <= limit.ageMs) {
    const soonest = playAfterPause(pipeline, limit);
    return outlook('recovering', soonest, heldFrom(pipeline, soonest, limit));
  }
  const kept = playAfterPause(pipeline, { ageMs: best.ageMs, horizonMs });
  return outlook('cannotHold', kept, undefined, { ...best, ageMs: best.ageMs + marginMs });

  function outlook(
    state: Outlook['state'],
    { extrasMs, landings }: Play,
    heldFromMs?: number,
    limitFound?: Best,
  ): Outlook {
    return {
      state,
      startBackup: extrasMs[0] === pipeline.nowMs,
      extrasMs,
      heldFromMs,
      worstAgeMs: worstAgeMs(pipeline, landings, horizonMs),
      worstAgeWithoutExtrasMs: worstAgeMs(pipeline, planAlone(pipeline).landings, horizonMs),
      best: limitFound,
    };
  }
}
