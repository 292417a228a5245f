import { firstBreach } from './breach';
import { keepObjective, type Outlook, type Policy } from './keep-objective';
import { type Pipeline, project } from '../shared/forecast/pipeline';
import { copyNow, type PipelineReading, type Uncopied } from '../shared/forecast/read-pipeline';

export type Verdict = Outlook & {
  /** The copy to ask for now. */
  readonly copy: Uncopied | undefined;
  /** So many of our backups failed lately that another is not started for now. */
  readonly isBackingOff: boolean;
  /** Copies of others take all that the account may copy at a time: what one more would come to, only AWS knows. */
  readonly isHeldUp: boolean;
};

/** More failed backups of ours in an hour are no bad luck: more of them would only be more failures. */
const MOST_FAILURES = 3;

/**
 * What to start now: the copy of a backup of ours that is done, the copy of one whose copy failed where that keeps the
 * objective, a backup where the projection asks for one. Each one at a time; nothing is ever removed.
 */
export function decide(reading: PipelineReading, policy: Policy): Verdict {
  const { ours, failed, isCopying } = reading;
  const isHeldUp = reading.pipeline.heldUpUntilMs !== undefined;
  const again =
    ours === undefined && failed !== undefined && !isCopying && !isHeldUp && helps(reading.pipeline, failed, policy);
  const pipeline = again ? withCopy(reading.pipeline, failed) : reading.pipeline;
  const outlook = keepObjective(pipeline, policy);
  const isBackingOff = reading.recentFailures >= MOST_FAILURES;
  return {
    ...outlook,
    startBackup: outlook.startBackup && !isBackingOff,
    copy: again ? failed : isCopying || isHeldUp ? undefined : ours,
    isBackingOff,
    isHeldUp,
  };
}

/** Whether the point, copied from now on, is there before anything else would end the next breach. */
function helps(pipeline: Pipeline, point: Uncopied, { objectiveMs, marginMs, horizonMs }: Policy): boolean {
  const limit = { ageMs: objectiveMs - marginMs, horizonMs };
  const breach = firstBreach(pipeline, project(pipeline, []).landings, limit);
  if (breach === undefined) return false;
  const copied = project(withCopy(pipeline, point), []).landings.find(
    ({ createdAtMs }) => createdAtMs === point.createdAtMs,
  );
  return copied !== undefined && copied.atMs < (breach.untilMs ?? Number.POSITIVE_INFINITY);
}

function withCopy(pipeline: Pipeline, point: Uncopied): Pipeline {
  return { ...pipeline, copies: [...pipeline.copies, copyNow(point, pipeline.nowMs)] };
}
