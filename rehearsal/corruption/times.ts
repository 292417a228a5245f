import type { CorruptionObservations } from './observations';

/** How long the restore took, where it was done. */
export function restoreSeconds({ evidence }: Pick<CorruptionObservations, 'evidence'>): number | null {
  return secondsOf(evidence, 'RestoreToPointInTime');
}

/** What a search adds, with its question. */
const SEARCH = /^(BeginSearch|AskForSearch|SearchRound\d)$/;

/** How long the execution took in all, without a search and the wait for a person's answer, and without the time that a cluster is kept. */
export function wholeSeconds({
  evidence,
  startedAtMs,
}: Pick<CorruptionObservations, 'evidence' | 'startedAtMs'>): number | null {
  const last = evidence?.steps.at(-1);
  if (evidence === undefined || last === undefined) return null;
  const ended = evidence.steps.findLast(({ name }) => name !== 'CleanUp') ?? last;
  const until = evidence.steps.some(({ name }) => name === 'ApplyRows' || name === 'CompareBefore') ? last : ended;
  const waited = secondsOf(evidence, 'AskForApproval') ?? 0;
  const searched = evidence.steps
    .filter(({ name }) => SEARCH.test(name))
    .reduce((sum, { startedAt, endedAt }) => sum + (Date.parse(endedAt) - Date.parse(startedAt)) / 1000, 0);
  return Math.floor((Date.parse(until.endedAt) - startedAtMs) / 1000 - searched) - waited;
}

function secondsOf(evidence: CorruptionObservations['evidence'], name: string): number | null {
  const step = evidence?.steps.find((each) => each.name === name);
  return step === undefined ? null : Math.floor((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000);
}
