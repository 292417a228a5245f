import { AwsError } from '../../service';
import { parseSchedule, type Timetable } from '../events/schedule-expression';

/**
 * Reads `at(2026-12-01T06:00:00)`, `rate(5 minutes)` or `cron(0 6 1 * ? *)` in a time zone (EventBridge Scheduler User
 * Guide, "Schedule types"). A time that a clock change skips is not made up for; one that it repeats counts once.
 */
export function parseExpression(expression: string, timeZone: string): Timetable {
  requireTimeZone(timeZone);
  const once = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  if (once === undefined) return recurring(expression, timeZone);
  const dueMs = instantOf(once, timeZone);
  if (Number.isNaN(dueMs)) throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  return (afterMs) => (dueMs > afterMs ? dueMs : undefined);
}

/**
 * Rules want one hour and five hours; Scheduler takes either form of a unit with any number (API Reference, CreateSchedule:
 * "minute | minutes | hour | hours | day | days"; User Guide, Rate-based schedules: "minutes | hours | days").
 */
function recurring(expression: string, timeZone: string): Timetable {
  const written = expression.replace(/^rate\((\d+) (minute|hour|day)s?\)$/, (_, value: string, unit: string) => {
    return `rate(${Number(value)} ${unit}${Number(value) === 1 ? '' : 's'})`;
  });
  try {
    return parseSchedule(written, timeZone);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
    // Scheduler's own text (localstack/localstack #9284).
    throw new AwsError('ValidationException', `Invalid Schedule Expression ${expression}.`);
  }
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
