import { Cron } from 'croner';
import { patternOf } from './backup-schedule';

/** A person who has just deployed the schedule is not surprised by a drill: the first comes after this. */
export const QUIET_DAYS = 14;

/** When drills may begin that were turned on at a time. */
export function firstDrillFrom(turnedOnMs: number): number {
  return turnedOnMs + QUIET_DAYS * 86_400_000;
}

/** When a drill runs next, in milliseconds since 1970; undefined where it never does. */
export function nextDrillMs(
  { schedule, timeZone }: { readonly schedule: string; readonly timeZone: string },
  turnedOnMs: number,
  nowMs: number,
): number | undefined {
  const pattern = patternOf(schedule)?.text ?? schedule;
  // One that is due at the very end of the quiet days runs.
  const afterMs = Math.max(nowMs, firstDrillFrom(turnedOnMs) - 1);
  return new Cron(pattern, { timezone: timeZone, paused: true }).nextRun(new Date(afterMs))?.getTime();
}
