import { AwsError } from '../../service';
import { parseSchedule, type Timetable } from '../events/schedule-expression';

/**
 * Reads `at(2026-12-01T06:00:00)`, `rate(5 minutes)` or `cron(0 6 1 * ? *)` in a time zone (EventBridge Scheduler User
 * Guide, "Schedule types"). A time that a clock change skips is not made up for; one that it repeats counts once.
 */
export function parseExpression(expression: string, timeZone: string): Timetable {
  requireTimeZone(timeZone);
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (once === undefined) return parseSchedule(expression, timeZone);
  const dueMs = instantOf(once, timeZone);
  if (Number.isNaN(dueMs)) throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  return (afterMs) => (dueMs > afterMs ? dueMs : undefined);
}

/** The instant at which the clocks of a time zone show a local time. */
function instantOf(local: string, timeZone: string): number {
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return asUtc;
  const guess = asUtc - offsetMs(asUtc, timeZone);
  return asUtc - offsetMs(guess, timeZone);
}

/** How far the clocks of a time zone are ahead of UTC at an instant. */
function offsetMs(instantMs: number, timeZone: string): number {
  const shown = new Date(instantMs).toLocaleString('sv-SE', { timeZone });
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instantMs / 1000) * 1000;
}

function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new AwsError('ValidationException', `Invalid ScheduleExpressionTimezone ${timeZone}.`);
  }
}
