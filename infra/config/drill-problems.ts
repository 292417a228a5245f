import { Cron } from 'croner';
import type { Problem } from '../../input/problems';
import { patternOf } from '../../functions/shared/backup-schedule';
import { cronProblem } from './backup-schedule';
import { DRILL_SCHEDULE } from './drill';
import type { Config } from './schema';

const DAY_MS = 86_400_000;
const START = new Date('2026-01-01T00:00:00Z');
/** Of a quarterly drill, 25 years: longer than any combination of days of the week and of the month takes to come round. */
const DRILLS = 100;

/** Each costs a search through the calendar, and one configuration is checked again and again. */
const known = new Map<string, string | undefined>();

/** What of the drill does not go with the rest of the configuration. */
export function* drillProblems({ drill, validation, recovery, objectives }: Config): Generator<Problem> {
  const { schedule, timeZone, holdMinutes } = drill;
  const mostMinutes = Math.max(0, recovery.deadlineHours * 60 - objectives.rtoMinutes);
  if (holdMinutes > mostMinutes)
    yield {
      path: ['drill', 'holdMinutes'],
      message: `write at most ${mostMinutes}: recovery.deadlineHours (${recovery.deadlineHours}) counts the hold, and before it a drill may take objectives.rtoMinutes (${objectives.rtoMinutes})`,
    };
  if (schedule === null) return;
  const path = ['drill', 'schedule'];
  const cron = cronProblem(schedule, timeZone, { example: DRILL_SCHEDULE, afterwards: 'there would be no drills' });
  if (cron !== undefined) {
    yield { path, message: cron };
    return;
  }
  const day = sharedDay({ schedule, timeZone }, validation);
  if (day !== undefined)
    yield {
      path,
      message: `write one that is never due on a day of validation.schedule, which is "${validation.schedule}": both are due on ${day}`,
    };
}

interface Due {
  readonly schedule: string;
  readonly timeZone: string;
}

/**
 * The first day, `2026-02-01`, that a drill and a validation share, in the time zone of either; undefined where they never
 * do. What is wrong with the validation's own schedule is said elsewhere.
 */
function sharedDay(drill: Due, validation: Due): string | undefined {
  const key = [drill.schedule, drill.timeZone, validation.schedule, validation.timeZone].join('|');
  if (!known.has(key)) known.set(key, findSharedDay(drill, validation));
  return known.get(key);
}

function findSharedDay(drill: Due, validation: Due): string | undefined {
  if (cronProblem(validation.schedule, validation.timeZone) !== undefined) return undefined;
  const validations = cronOf(validation);
  for (const run of cronOf(drill).nextRuns(DRILLS, START)) {
    const untilMs = run.getTime() + DAY_MS;
    let near = validations.nextRun(new Date(run.getTime() - DAY_MS));
    while (near !== null && near.getTime() <= untilMs) {
      for (const { timeZone } of [drill, validation]) {
        const day = dayIn(timeZone, run);
        if (day === dayIn(timeZone, near)) return day;
      }
      near = validations.nextRun(near);
    }
  }
  return undefined;
}

/** `2026-02-01` */
function dayIn(timeZone: string, instant: Date): string {
  return instant.toLocaleDateString('sv-SE', { timeZone });
}

function cronOf({ schedule, timeZone }: Due): Cron {
  const zone = timeZone === 'UTC' ? { utcOffset: 0 } : { timezone: timeZone };
  return new Cron(patternOf(schedule)?.text ?? schedule, { ...zone, paused: true });
}
