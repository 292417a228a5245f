import type { Verdict } from './decide';
import type { Measured } from '../shared/forecast/measured-times';
import type { PipelineReading } from '../shared/forecast/read-pipeline';

const MINUTE_MS = 60_000;

/** What the verdict means, in words that leave no figure out. */
export function describe(
  verdict: Verdict,
  { pipeline, measured, otherCopies }: PipelineReading,
  objectiveMs: number,
): string {
  const objective = `The objective of ${minutes(objectiveMs)} minutes`;
  const age =
    pipeline.newestMs === undefined
      ? 'the standby vault holds nothing that can be restored'
      : `the newest point in the standby vault is ${minutes(pipeline.nowMs - pipeline.newestMs)} minutes old`;
  const waiting =
    (verdict.isBackingOff ? ' Three of our backups failed within the hour: no other is started for now.' : '') +
    (verdict.isHeldUp
      ? ` Copies of other databases into the standby region take all that the account may copy at a time (${otherCopies} under way): no backup or copy is started until one of them is done.`
      : '');
  switch (verdict.state) {
    case 'holds':
      return `${objective} holds: ${age}, and will get ${ageOf(verdict.worstAgeMs)} at most (${ageOf(verdict.worstAgeWithoutExtrasMs)} by the plan alone).${waiting}`;
    case 'recovering':
      return (
        `${objective} cannot be kept for now: ${age}. ` +
        (verdict.heldFromMs === undefined
          ? 'Nobody can say yet from when on it holds again.'
          : `As projected now, it holds again from ${new Date(verdict.heldFromMs).toISOString()} on.`) +
        waiting
      );
    case 'cannotHold':
      return `No schedule of backups and copies was found that holds the objective of ${minutes(objectiveMs)} minutes: ${whyNot(verdict, measured)} ${whatWould(verdict)}${waiting}`;
  }
}

function whyNot({ best, worstAgeMs, worstAgeWithoutExtrasMs }: Verdict, { times, copies }: Measured): string {
  const took =
    `a backup takes ${oneDecimal(times.backupMs)} minutes and a copy ${oneDecimal(times.copyMs)} ` +
    `(${copies === 0 ? 'assumed: none is measured yet' : `measured on ${copies} ${copies === 1 ? 'copy' : 'copies'}`}), and copies of one cluster wait for each other.`;
  if (best?.kind === 'diverges') {
    return `${took} The plan asks for one every ${minutes(best.planIntervalMs)} minutes, so that each waits longer than the one before and the age grows without end. Nothing is added to that queue.`;
  }
  return (
    `${took} With those of the plan in between, the newest point gets ${best === undefined ? 'too' : `${minutes(best.ageMs)} minutes`} old with the best that was found ` +
    `(${ageOf(worstAgeWithoutExtrasMs)} by the plan alone). That is what is aimed at now; the next hours come to ${ageOf(worstAgeMs)} at most.`
  );
}

function whatWould({ best }: Verdict): string {
  const instead =
    best?.kind === 'diverges'
      ? 'a plan that asks for fewer copies'
      : `an objective of ${minutes(best?.ageMs ?? 0)} minutes`;
  return `What would: an Aurora global database, which replicates within seconds; or ${instead}, if that is enough.`;
}

function ageOf(ageMs: number | undefined): string {
  return ageMs === undefined ? 'of unknown age' : `${minutes(ageMs)} minutes old`;
}

function minutes(ms: number): number {
  return Math.ceil(ms / MINUTE_MS);
}

function oneDecimal(ms: number): string {
  return (ms / MINUTE_MS).toFixed(1);
}
