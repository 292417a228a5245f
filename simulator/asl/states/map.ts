import { Branches } from '../branches';
import type { MapState, NumberOrExpression } from '../definition';
import { AbortedError, ExceedToleratedFailureThresholdError, ExecutionError } from '../errors';
import { History } from '../history';
import { batchesOf } from '../item-batcher';
import { asMapRun } from '../map-run';
import { produce } from '../output-and-assign';
import { recover } from '../recovery';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';
import { append, appendAside, type Thread } from '../thread';

/** Runs its processor for every item, at most MaxConcurrency at a time, in the order of the items. */
export function runMap(step: Step, state: MapState): Promise<StateExit> {
  return recover(step, state, async () => {
    const items = await itemsOf(step, state);
    const settings = await settingsOf(step, state, items.length);
    append(step.thread, 'MapStateStarted', { mapStateStartedEventDetails: { length: items.length } });
    const inputs = await inputsOf(step, state, items);
    const iterations = new Iterations(step, state, items, settings);
    const result = await (settings.distributed ? asMapRun(step, () => iterations.run(inputs)) : iterations.run(inputs));
    appendAside(step.thread, 'MapStateSucceeded');
    return { ...(await produce(step, state, result, { result })), next: state.Next };
  });
}

async function itemsOf(step: Step, state: MapState): Promise<readonly unknown[]> {
  if (state.Items !== undefined) return step.fillAs('array', state.Items, 'Items');
  if (Array.isArray(step.input)) return step.input;
  throw step.evaluationFailed(`Map state input must be an array but was: ${JSON.stringify(step.input)}`);
}

interface Settings {
  readonly concurrency: number;
  readonly toleratedFailures: number;
  readonly distributed: boolean;
}

async function settingsOf(step: Step, state: MapState, length: number): Promise<Settings> {
  const concurrency = await setting(step, state.MaxConcurrency, 'MaxConcurrency');
  const count = await setting(step, state.ToleratedFailureCount, 'ToleratedFailureCount');
  const percentage = await setting(step, state.ToleratedFailurePercentage, 'ToleratedFailurePercentage');
  if (percentage > 100) throw step.evaluationFailed('ToleratedFailurePercentage must be between 0 and 100.');
  return {
    concurrency: concurrency === 0 ? length : concurrency,
    toleratedFailures: Math.max(count, Math.floor((percentage / 100) * length)),
    distributed: state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED',
  };
}

async function setting(step: Step, template: NumberOrExpression | undefined, field: string): Promise<number> {
  if (template === undefined) return 0;
  const value = await step.fillAs('number', template, field);
  if (value >= 0) return value;
  throw step.evaluationFailed(
    field === 'ToleratedFailurePercentage' ? `${field} must be between 0 and 100.` : `${field} cannot be negative.`,
    field,
  );
}

/** Each iteration's input: the item, or what ItemSelector makes of it, batched where there is an ItemBatcher. */
async function inputsOf(step: Step, state: MapState, items: readonly unknown[]): Promise<readonly unknown[]> {
  if (state.ItemSelector === undefined) return batchesOf(step, state.ItemBatcher, items);
  const selected: unknown[] = [];
  for (const [Index, Value] of items.entries()) {
    selected.push(await step.forItem({ Index, Value }).fill(state.ItemSelector, 'ItemSelector'));
  }
  return batchesOf(step, state.ItemBatcher, selected);
}

class Iterations {
  readonly #step: Step;
  readonly #state: MapState;
  readonly #items: readonly unknown[];
  readonly #settings: Settings;
  readonly #branches: Branches;
  #next = 0;
  #failures = 0;

  constructor(step: Step, state: MapState, items: readonly unknown[], settings: Settings) {
    this.#step = step;
    this.#state = state;
    this.#items = items;
    this.#settings = settings;
    this.#branches = new Branches(step);
  }

  /** Workers take the inputs one after the other; outputs keep the order of the items. */
  async run(inputs: readonly unknown[]): Promise<readonly unknown[]> {
    const outputs: unknown[] = [];
    const startId = this.#step.thread.previousEventId;
    const worker = async (): Promise<void> => {
      let previousId = startId;
      while (this.#next < inputs.length) {
        const index = this.#next++;
        const thread = { ...this.#thread(index, inputs[index]), previousEventId: previousId };
        outputs[index] = await this.#iterate(thread, index, inputs[index]);
        previousId = thread.previousEventId;
      }
    };
    const workers = Math.min(this.#settings.concurrency, inputs.length);
    await this.#branches.all(Array.from({ length: workers }, () => worker));
    return outputs.filter((output) => output !== FAILED);
  }

  async #iterate(thread: Thread, index: number, input: unknown): Promise<unknown> {
    const { run, name } = this.#step;
    const details = { name, index };
    append(thread, 'MapIterationStarted', { mapIterationStartedEventDetails: details });
    try {
      const output = await run.runStates(thread, this.#state.ItemProcessor, input);
      const id = appendAside(thread, 'MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
      if (!this.#settings.distributed) this.#step.thread.previousEventId = id;
      return output;
    } catch (error) {
      if (error instanceof AbortedError)
        appendAside(thread, 'MapIterationAborted', { mapIterationAbortedEventDetails: details });
      if (!(error instanceof ExecutionError)) throw error;
      // What follows names the event before this one as its predecessor: recorded in LocalStack's test_error_output.
      appendAside(thread, 'MapIterationFailed', { mapIterationFailedEventDetails: details });
      if (!this.#settings.distributed) this.#step.thread.previousEventId = thread.previousEventId;
      this.#failures += 1;
      if (this.#failures <= this.#settings.toleratedFailures) return FAILED;
      throw this.#settings.distributed ? new ExceedToleratedFailureThresholdError() : error;
    }
  }

  /** An iteration of a distributed Map is an execution of its own: its events are not in the parent's history. */
  #thread(index: number, input: unknown): Thread {
    const { run, name } = this.#step;
    const mapItem = { Index: index, Value: this.#state.ItemBatcher === undefined ? this.#items[index] : input };
    const history = this.#settings.distributed ? new History(() => run.environment.scheduler.now()) : undefined;
    return this.#branches.thread({ state: name, kind: 'item', index }, mapItem, history);
  }
}

/** The place of a tolerated failure among the outputs: AWS leaves it out. */
const FAILED = Symbol('failed');
