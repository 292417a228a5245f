import { Cron } from 'croner';

const INSTRUCTION = 'write a cron expression of AWS Backup with six fields, such as "cron(0 * * * ? *)"';

/** Enough runs to cross a weekend on a schedule of every hour. */
const RUNS = 200;

/**
 * The longest time between two runs of an AWS Backup schedule, in minutes, or what to write instead when it is none.
 * A schedule's objective can be no better than this.
 */
export function longestGapMinutes(schedule: string): number | string {
  const fields = /^cron\((.+)\)$/.exec(schedule)?.[1]?.trim().split(/\s+/);
  if (fields === undefined || fields.length !== 6) return INSTRUCTION;
  const [minute = '', hour = '', dayOfMonth, month, dayOfWeek, year] = fields;
  if (year !== '*') return 'write * for the year: a plan that ends protects nothing afterwards';
  try {
    const pattern = [
      stepped(minute, 59),
      stepped(hour, 23),
      stepped(open(dayOfMonth), 31),
      month,
      weekday(open(dayOfWeek)),
    ].join(' ');
    const runs = new Cron(pattern, { timezone: 'UTC' }).nextRuns(RUNS, new Date('2026-01-01T00:00:00Z'));
    const gaps = runs.slice(1).map((run, index) => (run.getTime() - (runs[index]?.getTime() ?? 0)) / 60_000);
    if (gaps.length === 0) return INSTRUCTION;
    return Math.min(...gaps) < 60
      ? 'write a schedule of at most one run an hour: AWS Backup takes no more'
      : Math.max(...gaps);
  } catch {
    return INSTRUCTION;
  }
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
