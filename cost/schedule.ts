import { nextRuns } from '../functions/shared/backup-schedule';
import { DAYS_PER_MONTH } from './month';

const DAY_MS = 86_400_000;
/** A year that is no leap year: a schedule of every month comes twelve times. */
const FROM_MS = Date.UTC(2026, 0, 1) - 1;
const DAYS = 365;
const UNIT_DAYS: Readonly<Record<string, number>> = { minute: 1 / 1440, hour: 1 / 24, day: 1 };

const known = new Map<string, number>();

/** How often a schedule of AWS is due in a day, over a year: `cron(…)` with six fields, or `rate(…)`. */
export function runsPerDay(schedule: string): number {
  const runs = known.get(schedule) ?? count(schedule);
  known.set(schedule, runs);
  return runs;
}

export function runsPerMonth(schedule: string): number {
  return runsPerDay(schedule) * DAYS_PER_MONTH;
}

function count(schedule: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(schedule) ?? [];
  const unitDays = UNIT_DAYS[unit];
  if (count !== undefined && unitDays !== undefined) return 1 / (Number(count) * unitDays);
  return nextRuns([schedule], FROM_MS, FROM_MS + DAYS * DAY_MS).length / DAYS;
}
