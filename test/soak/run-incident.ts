import type { FailoverStage } from '../scenarios/support/failover-stage';
import { incidentInvariants } from './invariants/incident';
import type { Play, PlayResult } from './play';
import { describe, seeRuns } from './see-runs';
import { machineArn, Moments } from './stage/moments';
import { arrange, calmAtMs } from './stage/troubles';
import { belongingsIn } from './stage/watch';

const MINUTE_MS = 60_000;
/** The next job of the kind has failed by then, and what it set off is over. */
const PATIENCE_MS = 12 * 60 * MINUTE_MS;
/** Longer than an alarm is late. */
const QUIET_MINUTES = 20;

/** A job of AWS Backup fails, under trouble. */
export async function runIncident(stage: FailoverStage, play: Play): Promise<PlayResult> {
  const { scheduler } = stage.world;
  const { states } = stage.standby;
  const machine = machineArn(stage, play.workflow);
  const moments = new Moments(stage, play.workflow);
  const belongings = belongingsIn(stage);
  // What the first hour brought, before there was a copy, is over; the incident of the play is the next.
  const before = states.executions(machine).length;
  const arranged = arrange(stage, moments, play);
  const limitMs = scheduler.now() + PATIENCE_MS;
  let quietMinutes = 0;
  while (quietMinutes < QUIET_MINUTES && scheduler.now() < limitMs) {
    await scheduler.runUntil(scheduler.now() + MINUTE_MS);
    const executions = states.executions(machine);
    const isBusy = executions.length === before || executions.some(({ result }) => result === undefined);
    quietMinutes = isBusy || scheduler.now() < calmAtMs(arranged) ? 0 : quietMinutes + 1;
  }
  const runs = seeRuns(stage, play.workflow, 'backup-failures').slice(before);
  const broken = incidentInvariants({ play, stage, runs, belongings });
  const met = arranged.filter(({ trouble }) => trouble.kind !== 'job').map((one) => one.met());
  return { play, broken, met, isIdle: met.every((times) => times === 0), endings: runs.map(describe) };
}
