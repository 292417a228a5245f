import type { Notification } from '../contract';
import { clock, duration, sentence, since } from '../../shared/words';
import { actionsOf } from './actions';
import { deadlineOf } from './deadline';
import type { RunningFacts } from './facts';
import { failedChecks } from './failed-checks';
import { compose } from './message';
import type { Caught } from './record';
import * as sections from './sections';
import { troubleOf, troubleSentence } from '../../shared/trouble';
import { waitingStep } from './waiting-steps';

const NOTHING_CAUGHT: Caught = {
  Error: 'StepIsLate',
  Cause: '',
  step: 'an unknown step',
  startedAt: null,
  at: null,
  since: null,
};

/** What is said of an execution that is held up, the newest first. Nothing is read: AWS is in trouble as it is. */
export function runningMessage(facts: RunningFacts): Notification {
  const { record, environment, region, nowMs, execution } = facts;
  const kind = record.request?.mode ?? 'execution';
  const caught = record.caught ?? NOTHING_CAUGHT;
  const isLate = troubleOf(caught) === 'late';
  const { waitsFor, next } = waitingStep(caught.step);
  const from = beginningOf(facts, caught, isLate);
  const how = isLate ? 'is late' : 'is held up';
  const waiting = from === undefined ? '' : ` for ${since(from, nowMs)}`;
  return compose({
    subject: `${environment.WORKLOAD_NAME}: ${kind} ${how} at ${caught.step}${isLate ? '' : waiting}`,
    headline: `The ${kind} of ${environment.WORKLOAD_NAME} ${how} at ${caught.step}${from === undefined ? '' : `, since ${clock(from, nowMs)} (${since(from, nowMs)})`}.`,
    meaning: [
      `It waits for ${waitsFor}. ${troubleSentence(caught)}`,
      budgetLine(facts, caught.step),
      `It goes on by itself, until ${clock(deadlineOf(facts, caught), nowMs)}. Nothing has to be done.`,
    ],
    heading: 'What you can do meanwhile:',
    actions: actionsOf(next, { ...facts, failure: undefined, clusters: [] }),
    details: [
      servesLine(facts),
      checksLine(facts, caught.step),
      sections.requestLine(facts),
      sections.newerLine(facts),
      ...sections.heldUpLines(
        record.interruptions.filter(({ step }) => step !== caught.step),
        nowMs,
      ),
      `Started: ${clock(execution.startTime, nowMs)} (${since(execution.startTime, nowMs)} ago), in ${region}.`,
      `Execution: ${execution.id}`,
    ],
  });
}

/** A step that is late began with its first try; trouble began when calls stopped to succeed. */
function beginningOf({ record }: RunningFacts, caught: Caught, isLate: boolean): string | undefined {
  const held = record.interruptions.find(({ step }) => step === caught.step)?.since;
  const times = isLate ? [held, caught.startedAt] : [caught.since, held, caught.startedAt];
  return times.find((time) => time !== null && time !== undefined) ?? undefined;
}

function budgetLine(facts: RunningFacts, step: string): string | undefined {
  const { record, nowMs } = facts;
  const budget = record.budgets?.[step];
  const began = record.interruptions.find((each) => each.step === step)?.since ?? record.caught?.startedAt ?? null;
  if (budget === undefined || began === null) return undefined;
  const taken = (nowMs - Date.parse(began)) / 1000;
  return taken <= budget ? undefined : `Its budget of ${duration(budget)} is exceeded by ${duration(taken - budget)}.`;
}

function checksLine({ record }: RunningFacts, step: string): string | undefined {
  const failed = failedChecks(record, step);
  return failed === '' ? undefined : `Failed checks: ${sentence(failed)}`;
}

/** Where users are served, as this execution knows it. */
function servesLine({ record, region }: RunningFacts): string {
  if (record.switch !== null) return `Traffic: this execution has begun to move it to ${region}.`;
  const before = 'when this execution started; it has not moved it.';
  if (record.serves === 'unknown') return 'Traffic: not read yet; this execution has not moved it.';
  return `Traffic: went to ${record.serves === 'standby' ? region : 'the primary region'} ${before}`;
}
