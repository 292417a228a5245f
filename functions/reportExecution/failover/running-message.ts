import type { Notification } from '../contract';
import { clock, duration, since } from '../../shared/words';
import type { ActionName } from './action-names';
import { actionsOf } from './actions';
import type { RunningFacts } from './facts';
import { compose } from './message';
import type { Caught } from './record';
import * as sections from './sections';
import { waitsFor } from './steps';
import { troubleOf, troubleSentence } from '../../shared/trouble';

/** Until when an execution waits for what may pass by itself. */
export function deadlineOf({ execution, environment }: Pick<RunningFacts, 'execution' | 'environment'>): string {
  return new Date(Date.parse(execution.startTime) + environment.DEADLINE_HOURS * 3_600_000).toISOString();
}

/** What is said of an execution that is held up, the newest first. Nothing is read: AWS is in trouble as it is. */
export function runningMessage(facts: RunningFacts): Notification {
  const { record, environment, region, nowMs, execution } = facts;
  const kind = record.request?.mode ?? 'failover';
  const caught: Caught = record.caught ?? {
    Error: 'StepIsLate',
    Cause: '',
    step: 'unknown step',
    startedAt: null,
    at: null,
  };
  const { step } = caught;
  const from = beginOf(facts, caught);
  const waiting = from === undefined ? '' : ` for ${since(from, nowMs)}`;
  const isLate = troubleOf(caught) === 'late';
  return compose({
    subject: `${environment.WORKLOAD_NAME}: ${kind} ${isLate ? 'is late' : 'is held up'} at ${step}${waiting}`,
    headline: `The ${kind} of ${environment.WORKLOAD_NAME} is ${isLate ? 'late' : 'held up'} at ${step}${from === undefined ? '' : `, since ${clock(from, nowMs)} (${since(from, nowMs)})`}.`,
    meaning: [
      `It waits for ${waitsFor(step)}. ${troubleSentence(caught)}`,
      budgetLine(facts, step, from),
      `It goes on by itself: the step is tried again until ${clock(deadlineOf(facts), nowMs)}. You may leave it alone.`,
    ],
    actions: actionsOf(actionsAt(step, isLate), { ...facts, failure: undefined, leftovers: [] }),
    details: [
      servesLine(facts),
      sections.requestLine(facts),
      sections.newerLine(facts),
      ...sections.heldUpLines({
        ...facts,
        record: { ...record, interruptions: record.interruptions.filter((each) => each.step !== step) },
      }),
      `Running since ${clock(execution.startTime, nowMs)} (${since(execution.startTime, nowMs)}) in ${region}.`,
      `Execution: ${execution.id}`,
    ],
  });
}

function beginOf({ record }: RunningFacts, { step, startedAt }: Caught): string | undefined {
  return record.interruptions.find((each) => each.step === step)?.since ?? startedAt ?? undefined;
}

function budgetLine({ record, nowMs }: RunningFacts, step: string, from: string | undefined): string | undefined {
  const budget = record.budgets?.[step];
  if (budget === undefined || from === undefined) return undefined;
  const taken = (nowMs - Date.parse(from)) / 1000;
  return taken <= budget
    ? `Its budget is ${duration(budget)}.`
    : `Its budget of ${duration(budget)} is exceeded by ${duration(taken - budget)}.`;
}

/** A step that AWS works on can be waited for or gone round; what is held up otherwise can only be followed. */
function actionsAt(step: string, isLate: boolean): readonly ActionName[] {
  if (step === 'RestoreAurora') return ['inspectClusters', 'stopAndTakeNextPoint', 'follow'];
  if (step === 'FailoverGlobalCluster') return ['inspectGlobalCluster', 'follow'];
  if (step === 'DeployRegionStack') return ['stackEvents', 'follow'];
  if (step === 'WaitForTraffic') return ['resolvePublicName', 'switchAlarm', 'follow'];
  if (step === 'CleanUp' || step === 'RemoveCluster') return ['inspectClusters', 'follow'];
  return isLate ? ['follow', 'history'] : ['follow'];
}

function servesLine({ record, region }: RunningFacts): string {
  const hasSwitched = record.switch !== null;
  if (hasSwitched) return `Traffic: the switch to ${region} has begun; where users are served is read at the end.`;
  switch (record.serves) {
    case 'standby':
      return `Traffic: went to ${region} when this execution started; it has not moved it.`;
    case 'primary':
      return 'Traffic: went to the primary region when this execution started; it has not moved it.';
    case 'unknown':
      return 'Traffic: not read yet; this execution has not moved it.';
  }
}
