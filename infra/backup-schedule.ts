import { Cron } from 'croner';
import { patternOf } from '../functions/shared/backup-schedule';

const INSTRUCTION = 'write a cron expression of AWS Backup with six fields, such as "cron(0 * * * ? *)"';

/** Enough runs to cross a weekend on a schedule of every hour. */
const RUNS = 200;

/**
 * The longest time between two runs of an AWS Backup schedule, in minutes, or what to write instead when it is none.
 * A schedule's objective can be no better than this.
 */
export function longestGapMinutes(schedule: string): number | string {
  const pattern = patternOf(schedule);
  if (pattern === undefined) return INSTRUCTION;
  if (!pattern.everyYear) return 'write * for the year: a plan that ends protects nothing afterwards';
  try {
    const runs = new Cron(pattern.text, { timezone: 'UTC' }).nextRuns(RUNS, new Date('2026-01-01T00:00:00Z'));
    const gaps = runs.slice(1).map((run, index) => (run.getTime() - (runs[index]?.getTime() ?? 0)) / 60_000);
    if (gaps.length === 0) return INSTRUCTION;
    return Math.min(...gaps) < 60
      ? 'write a schedule of at most one run an hour: AWS Backup takes no more'
      : Math.max(...gaps);
  } catch {
    return INSTRUCTION;
  }
}

/** What to write instead of a cron expression of EventBridge Scheduler that never comes due; undefined when it does. */
export function cronProblem(schedule: string, timeZone: string): string | undefined {
  const instruction = 'write a cron expression with six fields that comes due, such as "cron(0 4 1 * ? *)"';
  const pattern = patternOf(schedule);
  if (pattern === undefined || !pattern.everyYear) return instruction;
  try {
    const next = new Cron(pattern.text, { timezone: timeZone }).nextRun(new Date('2026-01-01T00:00:00Z'));
    return next === null ? instruction : undefined;
  } catch {
    return instruction;
  }
}
