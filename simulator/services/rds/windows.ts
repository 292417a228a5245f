import { AwsError } from '../../service';

const DAY = 24 * 60;
const WEEK = 7 * DAY;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const TIME = '([01]\\d|2[0-3]):([0-5]\\d)';
const BACKUP = new RegExp(`^${TIME}-${TIME}$`);
const MAINTENANCE = new RegExp(`^(${DAYS.join('|')}):${TIME}-(${DAYS.join('|')}):${TIME}$`, 'i');

interface Span {
  readonly from: number;
  readonly minutes: number;
}

/** The daily backup window and the weekly one of maintenance, each of 30 minutes at least (RDS API Reference, CreateDBCluster). */
export function checkWindows(backup: string | undefined, maintenance: string | undefined): void {
  const daily = backup === undefined ? undefined : spanOf(backup, 'backup');
  const weekly = maintenance === undefined ? undefined : spanOf(maintenance, 'maintenance');
  if (daily === undefined || weekly === undefined) return;
  const everyDay = DAYS.map((_, day) => ({ from: day * DAY + daily.from, minutes: daily.minutes }));
  if (everyDay.some((span) => overlap(span, weekly))) {
    throw invalid('The backup window and maintenance window must not overlap.');
  }
}

function spanOf(text: string, kind: 'backup' | 'maintenance'): Span {
  const isDaily = kind === 'backup';
  const found = (isDaily ? BACKUP : MAINTENANCE).exec(text);
  if (found === null) {
    const format = isDaily ? 'hh24:mi-hh24:mi' : 'ddd:hh24:mi-ddd:hh24:mi';
    throw invalid(`Invalid ${kind} window format: ${text}. The format must be ${format}.`);
  }
  const [, ...parts] = found;
  const half = parts.length / 2;
  const from = minuteOf(parts.slice(0, half));
  const round = isDaily ? DAY : WEEK;
  const minutes = (minuteOf(parts.slice(half)) - from + round) % round;
  if (minutes < 30) throw invalid(`The ${kind} window must be at least 30 minutes.`);
  return { from, minutes };
}

/** The minute of the day, or of the week where there is a day. */
function minuteOf(parts: readonly string[]): number {
  const [minute = '', hour = '', day = 'mon'] = parts.toReversed();
  return DAYS.indexOf(day.toLowerCase()) * DAY + Number(hour) * 60 + Number(minute);
}

/** In a week, after whose end it begins again. */
function overlap(a: Span, b: Span): boolean {
  return (b.from - a.from + WEEK) % WEEK < a.minutes || (a.from - b.from + WEEK) % WEEK < b.minutes;
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}
