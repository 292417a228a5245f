import { Cron } from 'croner';
import { InvariantViolationError } from './errors';

/** Runs that are worked out at a time, each costing a search through the calendar; a function that stays warm keeps them. */
const BATCH = 100;

interface Known {
  readonly cron: Cron;
  readonly fromMs: number;
  readonly runsMs: number[];
}

const knownBySchedule = new Map<string, Known>();

/**
 * When a plan with these schedules is due after `fromMs`: until `untilMs`, and `atLeast` so many times. Plans go by UTC.
 */
export function nextRuns(
  schedules: readonly string[],
  fromMs: number,
  untilMs: number,
  atLeast = 0,
): readonly number[] {
  const runs = schedules.flatMap((schedule) => runsOf(schedule, fromMs, untilMs, atLeast)).sort((a, b) => a - b);
  // Each schedule gave so many at least: together they may have given more than are asked for.
  return runs.filter((runMs, index) => runMs <= untilMs || index < atLeast);
}

function runsOf(schedule: string, fromMs: number, untilMs: number, atLeast: number): readonly number[] {
  const { cron, runsMs } = knownSince(schedule, fromMs);
  const first = runsMs.findIndex((runMs) => runMs > fromMs);
  const runs: number[] = [];
  for (let index = Math.max(first, 0); ; index += 1) {
    if (index >= runsMs.length) workOut(cron, runsMs, runsMs.at(-1) ?? fromMs);
    const runMs = runsMs[index];
    if (runMs === undefined) return runs;
    if (runMs <= fromMs) continue;
    if (runMs > untilMs && runs.length >= atLeast) return runs;
    runs.push(runMs);
  }
}

function knownSince(schedule: string, fromMs: number): Known {
  const known = knownBySchedule.get(schedule);
  const isNear = known !== undefined && fromMs >= known.fromMs && fromMs <= (known.runsMs.at(-1) ?? known.fromMs);
  if (isNear) return known;
  const pattern = patternOf(schedule);
  if (pattern === undefined) throw new InvariantViolationError(`'${schedule}' is no cron expression of AWS Backup`);
  const made = { cron: new Cron(pattern.text, { utcOffset: 0, paused: true }), fromMs, runsMs: [] };
  knownBySchedule.set(schedule, made);
  return made;
}

/** Adds the next runs after the last; none when there are no more. */
function workOut(cron: Cron, runsMs: number[], afterMs: number): void {
  runsMs.push(...cron.nextRuns(BATCH, new Date(afterMs)).map((run) => run.getTime()));
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
