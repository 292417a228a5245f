import type { FailoverStage } from '../scenarios/support/failover-stage';
import { validationInvariants } from './invariants/validation';
import type { Play, PlayResult } from './play';
import { describe, type SeenRun, seeRuns } from './see-runs';
import { machineArn, Moments } from './stage/moments';
import { addSomebodyElses } from './stage/somebody-else';
import { arrange, calmAtMs } from './stage/troubles';
import { belongingsIn } from './stage/watch';

const PATIENCE_MS = 30 * 3_600_000;
const AFTERMATH_MS = 5 * 60_000;

/** Restores a backup, tests it and removes it, under trouble; and once more, where that failed. */
export async function runValidation(stage: FailoverStage, play: Play): Promise<PlayResult> {
  const { scheduler } = stage.world;
  const { states } = stage.standby;
  const moments = new Moments(stage, play.workflow);
  await addSomebodyElses(stage);
  const belongings = belongingsIn(stage);
  const arranged = arrange(stage, moments, play);
  const validate = async (name: string): Promise<readonly SeenRun[]> => {
    const machine = states.stateMachine(machineArn(stage, play.workflow));
    const record = states.start(machine, name, JSON.stringify({ requestedBy: 'ops', reason: name }));
    await scheduler.run(() => record.result !== undefined, scheduler.now() + PATIENCE_MS);
    await scheduler.runUntil(Math.max(scheduler.now(), calmAtMs(arranged)) + AFTERMATH_MS);
    return seeRuns(stage, play.workflow, 'validations');
  };
  const invariants = (runs: readonly SeenRun[]) => validationInvariants({ play, stage, runs, belongings });
  let runs = await validate('validation-1');
  moments.forgetAll();
  const broken = [...invariants(runs)];
  if (broken.length === 0 && runs.at(-1)?.status !== 'SUCCEEDED' && areSpent(arranged)) {
    runs = await validate('validation-2');
    broken.push(...invariants(runs));
    const last = runs.at(-1);
    if (last?.status !== 'SUCCEEDED') broken.push(`started again, the validation ends ${last?.status}: ${last?.cause}`);
  }
  const met = arranged.map((one) => one.met());
  return { play, broken, met, isIdle: met.every((times) => times === 0), endings: runs.map(describe) };
}

/** Nothing that RDS was to refuse is left for the next one. */
function areSpent(arranged: ReturnType<typeof arrange>): boolean {
  return arranged.every((one) => one.trouble.kind !== 'refusal' || one.met() >= one.trouble.times);
}
