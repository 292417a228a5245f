import { Cron } from 'croner';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';

/** When a schedule is due next, after an instant in milliseconds since 1970; undefined when never again. */
export type Timetable = (afterMs: number) => number | undefined;

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 3 * * ? *)` (EventBridge User Guide, "Schedule expressions"). Rules go by UTC;
 * EventBridge Scheduler names a time zone.
 */
export function parseSchedule(expression: string, timeZone = 'UTC'): Timetable {
  const key = `${expression} ${timeZone}`;
  const schedule = known.get(key) ?? readSchedule(expression, timeZone);
  known.set(key, schedule);
  return schedule;
}

/** Read once: a plan's rule is due every hour. */
const known = new Map<string, Timetable>();

function readSchedule(expression: string, timeZone: string): Timetable {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate !== null) return rateSchedule(expression, Number(rate[1]), UNIT_MS[rate[2] ?? ''] ?? 0, rate[3] === 's');
  const cron = /^cron\(([^)]+)\)$/.exec(expression);
  if (cron?.[1] !== undefined) return cronSchedule(expression, cron[1].trim().split(/\s+/), timeZone);
  throw invalid(expression);
}

function rateSchedule(expression: string, value: number, unitMs: number, isPlural: boolean): Timetable {
  // One unit is written in the singular, more in the plural: anything else is refused.
  if (value < 1 || isPlural !== value > 1) throw invalid(expression);
  return (afterMs) => afterMs + value * unitMs;
}

/** The largest value of each field: minutes, hours, day of month, month, day of week. */
const LARGEST = [59, 23, 31, 12, 7];

function cronSchedule(expression: string, fields: readonly string[], timeZone: string): Timetable {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = fields;
  if (fields.length !== 6 || dayOfWeek === undefined || year === undefined) throw invalid(expression);
  // Exactly one of the two days says `?`: the other decides.
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) throw invalid(expression);
  if (/[LW#]/.test(dayOfMonth ?? '') || /[L#]/.test(dayOfWeek)) {
    throw notModelled(`L, W or # in the schedule ${expression}`);
  }
  const translated = [minutes, hours, dayOfMonth, month, fromSunday(dayOfWeek)].map((field, index) =>
    withRange(field ?? '', LARGEST[index] ?? 0),
  );
  // UTC by its name would go through the calendar of every zone, and take six times as long.
  const zone = timeZone === 'UTC' || timeZone === 'Etc/UTC' ? { utcOffset: 0 } : { timezone: timeZone };
  let cron: Cron;
  try {
    cron = new Cron(['0', ...translated, year].join(' '), { ...zone, paused: true });
  } catch {
    throw invalid(expression);
  }
  return (afterMs) => {
    let due = cron.nextRun(new Date(afterMs));
    // A local time that a clock change skips is moved past the gap by the library and left out by AWS.
    while (due !== null && !cron.match(due)) due = cron.nextRun(due);
    return due?.getTime();
  };
}

/** AWS counts the days of the week from 1 (Sunday); cron counts from 0. A step (`/2`) is no day. */
function fromSunday(field: string): string {
  return field.replaceAll(/(?<![/\d])\d+/g, (day) => String(Number(day) - 1));
}

/** `?` means any; `5/15` means from 5 to the end in steps of 15. */
function withRange(field: string, largest: number): string {
  if (field === '?') return '*';
  return field.replaceAll(/(^|,)(\d+)\//g, (_, before: string, first: string) => `${before}${first}-${largest}/`);
}

function invalid(expression: string): AwsError {
  return new AwsError('ValidationException', `Parameter ScheduleExpression is not valid: ${expression}`);
}
