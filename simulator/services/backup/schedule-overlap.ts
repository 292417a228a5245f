import { parseSchedule } from '../events/schedule-expression';

interface Rule {
  readonly RuleName: string;
  readonly ScheduleExpression: string;
  readonly StartWindowMinutes: number;
}

/** Enough to meet a rule of once a week among the runs of one of every hour. */
const RUNS = 400;
const MINUTE_MS = 60_000;

/** Two rules of a plan whose start windows overlap, if there are any. Windows that touch do not. */
export function overlapping(rules: readonly Rule[], fromMs: number): readonly [Rule, Rule] | undefined {
  for (const [index, one] of rules.entries()) {
    for (const other of rules.slice(index + 1)) {
      if (meets(one, other, fromMs) || meets(other, one, fromMs)) return [one, other];
    }
  }
  return undefined;
}

/** Whether the other rule is due inside the start window of this one, in one of its next runs. */
function meets(one: Rule, other: Rule, fromMs: number): boolean {
  const next = parseSchedule(one.ScheduleExpression);
  const nextOther = parseSchedule(other.ScheduleExpression);
  let runMs = next(fromMs);
  let otherMs: number | undefined = Number.NEGATIVE_INFINITY;
  for (let run = 0; run < RUNS && runMs !== undefined; run += 1) {
    // The calendar is searched only once the run that is known has passed.
    if (otherMs !== undefined && otherMs < runMs) otherMs = nextOther(runMs - 1);
    if (otherMs !== undefined && otherMs < runMs + one.StartWindowMinutes * MINUTE_MS) return true;
    runMs = next(runMs);
  }
  return false;
}
