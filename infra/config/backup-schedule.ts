import { Cron } from 'croner';
import { patternOf } from '../../functions/shared/backup-schedule';
import { cronFieldsProblem } from './cron-fields';

const NEVER_DUE = 'write one that comes due';

/** Enough runs to cross a weekend on a schedule of every hour. */
const RUNS = 200;
const START = new Date('2026-01-01T00:00:00Z');
const MINUTE_MS = 60_000;

/** Each costs a search through the calendar, and one configuration asks for the same runs ten times. */
const runsBySchedule = new Map<string, readonly number[]>();

/** What to write instead of an AWS Backup schedule that is none; undefined when it is one. */
export function scheduleProblem(schedule: string): string | undefined {
  const fields = cronFieldsProblem(schedule, 'cron(0 * * * ? *)');
  if (fields !== undefined) return fields;
  if (patternOf(schedule)?.everyYear !== true)
    return 'write * for the year: a plan that ends protects nothing afterwards';
  try {
    const gaps = gapsOf(runsOf(schedule));
    if (gaps.length === 0) return NEVER_DUE;
    return Math.min(...gaps) < 60 ? 'write a schedule of at most one run an hour: AWS Backup takes no more' : undefined;
  } catch {
    return `write one such as "cron(0 * * * ? *)"`;
  }
}

/**
 * The longest time between two runs of a plan with these schedules, in minutes. Its objective can be no better than
 * this. Each must be one that `scheduleProblem` has nothing against.
 */
export function longestGapMinutes(schedules: readonly string[]): number {
  const runs = schedules.map((schedule) => runsOf(schedule));
  // Beyond the last run of the busiest, its next one is not known.
  const untilMs = Math.min(...runs.map((each) => each.at(-1) ?? 0));
  const all = [...new Set(runs.flat())].filter((runMs) => runMs <= untilMs).sort((a, b) => a - b);
  return Math.max(0, ...gapsOf(all));
}

/**
 * When two rules of a plan, each with a start window, first get into each other's way; undefined when they never do.
 * Windows that touch do not overlap: in AWS Backup's own example an hourly rule is due at the very end of another's
 * eight hours, and runs (AWS Backup Developer Guide, Backup plan options, "Overlapping lifecycles").
 */
export function firstOverlap(one: string, other: string, windowMinutes: number): Date | undefined {
  const windowMs = windowMinutes * MINUTE_MS;
  const [rare, frequent] = average(one) > average(other) ? [one, other] : [other, one];
  const cron = cronOf(frequent);
  for (const runMs of runsOf(rare)) {
    const nearMs = cron.nextRun(new Date(runMs - windowMs))?.getTime();
    if (nearMs !== undefined && nearMs < runMs + windowMs) return new Date(Math.max(nearMs, runMs));
  }
  return undefined;
}

/** What a schedule of EventBridge Scheduler is for. */
export interface CronPurpose {
  readonly example: string;
  /** What a year in it would lead to, when that is over. */
  readonly afterwards: string;
}

const VALIDATION: CronPurpose = { example: 'cron(0 4 1 * ? *)', afterwards: 'nothing would be validated' };

/** What to write instead of a cron expression of EventBridge Scheduler that never comes due; undefined when it does. */
export function cronProblem(
  schedule: string,
  timeZone: string,
  { example, afterwards }: CronPurpose = VALIDATION,
): string | undefined {
  const fields = cronFieldsProblem(schedule, example);
  if (fields !== undefined) return fields;
  const pattern = patternOf(schedule);
  if (pattern?.everyYear !== true) return `write * for the year: afterwards ${afterwards}`;
  try {
    const next = new Cron(pattern.text, { timezone: timeZone }).nextRun(START);
    return next === null ? NEVER_DUE : undefined;
  } catch {
    return `write one such as "${example}"`;
  }
}

function average(schedule: string): number {
  const runs = runsOf(schedule);
  return ((runs.at(-1) ?? 0) - (runs[0] ?? 0)) / runs.length;
}

/** Times in milliseconds since 1970. Plans go by UTC. */
function runsOf(schedule: string): readonly number[] {
  const known = runsBySchedule.get(schedule);
  if (known !== undefined) return known;
  const runs = cronOf(schedule)
    .nextRuns(RUNS, START)
    .map((run) => run.getTime());
  runsBySchedule.set(schedule, runs);
  return runs;
}

function cronOf(schedule: string): Cron {
  return new Cron(patternOf(schedule)?.text ?? schedule, { utcOffset: 0 });
}

/** In minutes. */
function gapsOf(runsMs: readonly number[]): readonly number[] {
  return runsMs.slice(1).map((runMs, index) => (runMs - (runsMs[index] ?? 0)) / MINUTE_MS);
}
