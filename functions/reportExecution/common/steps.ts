import type { Interruption } from './record-parts';

/** When a step began: one that was held up began when it was first tried. */
export function beganAt(interruptions: readonly Interruption[], name: string, startedAt: string): string {
  return [
    ...interruptions.flatMap(({ step, since }) => (step === name && since !== null ? [since] : [])),
    startedAt,
  ].reduce((first, time) => (Date.parse(time) < Date.parse(first) ? time : first));
}
