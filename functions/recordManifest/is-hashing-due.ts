import { Cron } from 'croner';
import { patternOf } from '../shared/backup-schedule';
import { HOURS_AFTER, HOURS_BEFORE, type Hashing } from '../shared/content-limits';

const HOUR_MS = 3_600_000;
/** A manifest of the hour begins a little after it. */
const SLACK_MS = 10 * 60_000;

/** Whether a manifest of now is one that a validation on its schedule may compare contents with. */
export function isHashingDue(hashing: Hashing, nowMs: number): boolean {
  if (hashing.when !== 'scheduled') return hashing.when === 'hourly';
  const pattern = patternOf(hashing.schedule)?.text ?? hashing.schedule;
  const fromMs = nowMs - HOURS_AFTER * HOUR_MS - SLACK_MS;
  const due = new Cron(pattern, { timezone: hashing.timeZone, paused: true }).nextRun(new Date(fromMs));
  return due !== null && due.getTime() <= nowMs + HOURS_BEFORE * HOUR_MS;
}
