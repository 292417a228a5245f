import { clock, counted, duration, since } from '../../shared/words';
import { troubleOf, troubleSentence } from '../../shared/trouble';
import type { Notification } from '../contract';
import type { Action } from './action';
import { deadlineOf } from './deadline';
import type { ExecutionFacts } from './facts';
import { compose } from './message';
import type { Caught, Interruption } from './record-parts';
import { heldUpLines } from './sections';
import { stepBegan } from './steps';
import { ownCallOf } from './waits';

/** What a workflow knows of an execution that is held up, or late. */
export interface RunningParts {
  /** What it is called in a sentence: `failover`, `restore validation`. */
  readonly kind: string;
  readonly caught: Caught;
  readonly interruptions: readonly Interruption[];
  readonly budgets: Readonly<Record<string, number>> | null;
  /** Until when users were to be served again; undefined where nobody waits for that. */
  readonly objective?: { readonly minutes: number; readonly endsAt: string };
  /** Until when it goes on, where the workflow has moved its deadline. */
  readonly deadlineAt?: string | null;
  /** Since when it removes what it has built; null before. */
  readonly cleanUpBegan: string | null;
  /** The end of "It waits for …". */
  readonly waitsFor: string;
  /** What is wanted of people meanwhile; null: nothing. */
  readonly wanted: string | null;
  /** What holds it up, where the workflow knows more than the error says. */
  readonly trouble?: string | undefined;
  readonly actions: readonly Action[];
  /** The first details, the most telling first. */
  readonly details: readonly (string | undefined)[];
}

export const NOTHING_CAUGHT: Caught = {
  Error: 'StepIsLate',
  Cause: '',
  step: 'an unknown step',
  startedAt: null,
  began: null,
  at: null,
  since: null,
};

/** What is said of an execution that is held up, the newest first. Nothing is read: AWS is in trouble as it is. */
export function runningMessage(facts: ExecutionFacts, parts: RunningParts): Notification {
  const { environment, region, nowMs, execution } = facts;
  const { kind, caught, interruptions } = parts;
  const isLate = troubleOf(caught) === 'late';
  const from = beginningOf(parts, isLate);
  const how = isLate ? 'is late' : 'is held up';
  const waiting = from === undefined ? '' : ` for ${since(from, nowMs)}`;
  return compose({
    subject: `${environment.WORKLOAD_NAME}: ${kind} ${how} at ${caught.step}${isLate ? '' : waiting}`,
    headline: `The ${kind} of ${environment.WORKLOAD_NAME} ${how} at ${caught.step}${from === undefined ? '' : `, since ${clock(from, nowMs)} (${since(from, nowMs)})`}.`,
    meaning: [
      `It waits for ${parts.waitsFor}. ${parts.trouble ?? troubleSentence(caught, ownCallOf(caught.step))}`,
      budgetLine(parts, nowMs),
      ...outlook(parts, clock(parts.deadlineAt ?? deadlineOf(facts, parts.cleanUpBegan), nowMs), nowMs),
    ],
    heading: 'What you can do meanwhile:',
    actions: parts.actions,
    details: [
      ...parts.details,
      ...heldUpLines(
        interruptions.filter(({ step }) => step !== caught.step),
        nowMs,
      ),
      `Started: ${clock(execution.startTime, nowMs)} (${since(execution.startTime, nowMs)} ago), in ${region}.`,
      `Execution: ${execution.id}`,
    ],
  });
}

/** A step that is late began with its first try; trouble began when calls stopped to succeed. */
function beginningOf({ caught, interruptions }: RunningParts, isLate: boolean): string | undefined {
  if (isLate) return stepBegan(caught, interruptions);
  const held = interruptions.find(({ step }) => step === caught.step)?.since;
  return caught.since ?? held ?? caught.startedAt ?? undefined;
}

/** Once the objective is missed, whether to wait is for a person to say. */
function outlook({ objective, wanted }: RunningParts, deadline: string, nowMs: number): readonly string[] {
  const goesOn = `It goes on by itself, until ${deadline}.`;
  if (objective === undefined || nowMs <= Date.parse(objective.endsAt))
    return [`${goesOn} ${wanted ?? 'Nothing has to be done.'}`];
  const { minutes, endsAt } = objective;
  return [
    `The objective of ${counted(minutes, 'minute')} was missed at ${clock(endsAt, nowMs)}.`,
    wanted === null ? goesOn : `${goesOn} ${wanted}`,
  ];
}

function budgetLine({ caught, interruptions, budgets }: RunningParts, nowMs: number): string | undefined {
  const budget = budgets?.[caught.step];
  const began = stepBegan(caught, interruptions);
  if (budget === undefined || began === undefined) return undefined;
  const taken = (nowMs - Date.parse(began)) / 1000;
  return taken <= budget ? undefined : `Its budget of ${duration(budget)} is exceeded by ${duration(taken - budget)}.`;
}
