import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { placeText } from '../../simulator/services/states/trace-progress';
import type { ExecutionProgress } from '../../simulator/services/states/step-functions';
import { isLook, type PlannedStep, stepName } from './plan';
import { describeError, failuresIn, resultOf, waitingFor } from './step-output';
import type { StepEvent, StepReference, TimelineListener } from './timeline-event';

/** A step that has begun and is not over. */
interface Running {
  readonly reference: StepReference;
  readonly beganAtMs: number;
  /** Its newest answer, as JSON text. */
  answer: string | undefined;
  /** What was last reported. */
  reported: string | undefined;
  /** The error that it was caught with, until it is known what the state machine makes of it. */
  caught: { readonly error: string; readonly reason: string } | undefined;
}

/**
 * Turns the states that an execution enters and leaves into steps. A step lasts from its first state to the next step in
 * the same place: in between, polls come back to it many times.
 */
export class StepTracker {
  readonly #steps = new Map<string, StepReference>();
  readonly #listener: TimelineListener;
  /** By place; the main line is the empty text. */
  readonly #running = new Map<string, Running>();
  /** Failures that were reported, as `step error`. */
  readonly #failed = new Set<string>();

  constructor(plan: readonly PlannedStep[], listener: TimelineListener) {
    this.#listener = listener;
    this.#add(plan, undefined);
  }

  /** @param entry the newest entry of the execution's history, which is the one that `progress` is about */
  follow(progress: ExecutionProgress, entry: HistoryEvent | undefined): void {
    const { event, state, place, atMs } = progress;
    if (state === undefined) return;
    const where = placeText(place);
    if (event === 'TaskStateEntered' || event === 'ParallelStateEntered') this.#enter(where, state, atMs);
    else if (event === 'RetryScheduled') this.#retry(where, progress);
    else if (event === 'ErrorCaught') this.#caught(where, progress);
    else if (event.endsWith('StateExited')) this.#exit(progress, entry);
    else if (event.endsWith('StateAborted')) this.#finish(where, atMs, { kind: 'stopped' });
    else if (event === 'SucceedStateEntered' || event === 'FailStateEntered') this.#finish(where, atMs);
  }

  #enter(where: string, state: string, atMs: number): void {
    const id = where === '' ? state : `${where}/${state}`;
    const reference = this.#steps.get(id);
    if (reference === undefined || this.#running.get(where)?.reference.id === id) return;
    this.#finish(where, atMs);
    this.#running.set(where, { reference, beganAtMs: atMs, answer: undefined, reported: undefined, caught: undefined });
    this.#listener({ kind: 'step', atMs, step: reference });
  }

  #exit({ event, state = '', place, atMs }: ExecutionProgress, entry: HistoryEvent | undefined): void {
    const where = placeText(place);
    const details = entry?.stateExitedEventDetails;
    const running = this.#running.get(where);
    if (event === 'TaskStateExited' && running !== undefined) this.#answered(running, state, atMs, details?.output);
    for (const { step, error, cause } of failuresIn(details?.assignedVariables)) {
      this.#fail(where, atMs, step, describeError(error, cause));
    }
    if (running?.caught !== undefined) {
      this.#failed.add(`${running.reference.name} ${running.caught.error}`);
      this.#finish(where, atMs, { kind: 'failed', ...running.caught });
    }
    // What is made of a step's answer is written down after it: a branch ends so, too.
    if (event === 'PassStateExited' || event === 'ParallelStateExited') this.#finish(where, atMs);
  }

  #answered(running: Running, state: string, atMs: number, output: string | undefined): void {
    if (!isLook(state) || running.reference.name === stepName(state)) running.answer = output;
    const waiting = waitingFor(output);
    if (waiting === undefined) return;
    const text = `${waiting.text} ${waiting.percent ?? ''}`;
    if (text === running.reported) return;
    running.reported = text;
    this.#listener({ kind: 'progress', atMs, step: running.reference, ...waiting });
  }

  #retry(where: string, { atMs, error, cause, attempt }: ExecutionProgress): void {
    const running = this.#running.get(where);
    if (running === undefined) return;
    const retry = { kind: 'retry', attempt: attempt ?? 1, ...describeError(error, cause) } as const;
    this.#listener({ atMs, step: running.reference, ...retry });
  }

  #caught(where: string, { error, cause }: ExecutionProgress): void {
    const running = this.#running.get(where);
    if (running !== undefined) running.caught = describeError(error, cause);
  }

  #fail(where: string, atMs: number, state: string, why: { readonly error: string; readonly reason: string }): void {
    const name = stepName(state);
    const key = `${name} ${why.error}`;
    const running = this.#running.get(where);
    if (running?.reference.name === name) this.#finish(where, atMs, { kind: 'failed', ...why });
    else if (!this.#failed.has(key)) {
      const known = [...this.#steps.values()].find((step) => step.name === name);
      this.#listener({ kind: 'failed', atMs, step: known ?? referenceTo(name), ...why });
    }
    this.#failed.add(key);
  }

  #finish(where: string, atMs: number, how?: StepEvent): void {
    const running = this.#running.get(where);
    if (running === undefined) return;
    this.#running.delete(where);
    const done = { kind: 'done', tookMs: atMs - running.beganAtMs, result: resultOf(running.answer) } as const;
    this.#listener({ atMs, step: running.reference, ...(how ?? done) });
  }

  #add(steps: readonly PlannedStep[], branch: string | undefined): void {
    for (const { id, name, branches } of steps) {
      this.#steps.set(id, { id, name, branch });
      for (const inner of branches) this.#add(inner.steps, inner.name);
    }
  }
}

/** A step that has no task of its own: a check of the input, a question. */
function referenceTo(name: string): StepReference {
  return { id: name, name, branch: undefined };
}
