import { Cron } from 'croner';
import { InvariantViolationError } from './errors';

/** A plan of AWS Backup runs once an hour at most: more runs than this in one look ahead are no schedule of one. */
const MOST_RUNS = 500;

/**
 * When a schedule of AWS Backup is due after `fromMs`: until `untilMs`, and `atLeast` so many times. Plans go by UTC.
 */
export function nextRuns(schedule: string, fromMs: number, untilMs: number, atLeast = 0): readonly number[] {
  const pattern = patternOf(schedule);
  if (pattern === undefined) throw new InvariantViolationError(`'${schedule}' is no cron expression of AWS Backup`);
  const cron = new Cron(pattern.text, { timezone: 'UTC', paused: true });
  const runs: number[] = [];
  for (let next = cron.nextRun(new Date(fromMs)); next !== null; next = cron.nextRun(next)) {
    if ((next.getTime() > untilMs && runs.length >= atLeast) || runs.length === MOST_RUNS) break;
    runs.push(next.getTime());
  }
  return runs;
}

/** An expression of AWS with six fields as one that cron understands. */
export function patternOf(schedule: string): { readonly text: string; readonly everyYear: boolean } | undefined {
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/);
  if (fields === undefined || fields.length !== 6) return undefined;
  const [minute = '', hour = '', dayOfMonth, month, dayOfWeek, year] = fields;
  const text = [
    stepped(minute, 59),
    stepped(hour, 23),
    stepped(open(dayOfMonth), 31),
    month,
    weekday(open(dayOfWeek)),
  ].join(' ');
  return { text, everyYear: year === '*' };
}

function open(field = '*'): string {
  return field === '?' ? '*' : field;
}

/** AWS writes `0/4` where cron writes `0-23/4`. */
function stepped(field: string, last: number): string {
  return field.replace(/(^|,)(\d+)\//g, (_, comma: string, first: string) => `${comma}${first}-${last}/`);
}

/** AWS counts Sunday as 1; cron counts it as 0. The number of an occurrence after `#` and a step after `/` stay. */
function weekday(field: string): string {
  return field.replace(/(?<![#/\d])[1-7]/g, (digit) => String(Number(digit) - 1));
}
