import { QueryEvaluationError } from './errors';
import type { Run } from './run';
import { append, type Thread } from './thread';
import { contextObject } from './context-object';
import { bodyOf, evaluate, isExpression } from './jsonata/expression';
import { functionNamed } from './jsonata/functions';
import { fillTemplate } from './jsonata/template';

/** What the expressions of one field see beside the state's input. */
export interface Results {
  readonly result?: unknown;
  readonly errorOutput?: unknown;
}

/** One state being executed: its input, its place in the history, and how its expressions are evaluated. */
export class Step {
  readonly run: Run;
  readonly thread: Thread;
  readonly name: string;
  readonly input: unknown;
  readonly enteredEventId: number;
  readonly #enteredTimeMs: number;
  readonly #beforeEntryId: number;
  readonly #variables: Readonly<Record<string, unknown>>;
  #mapItem: Thread['mapItem'];
  retryCount: number | undefined;
  taskToken: string | undefined;

  constructor(run: Run, thread: Thread, name: string, input: unknown, entry: { id: number; beforeId: number }) {
    this.run = run;
    this.thread = thread;
    this.name = name;
    this.input = input;
    this.enteredEventId = entry.id;
    this.#beforeEntryId = entry.beforeId;
    this.#enteredTimeMs = run.environment.scheduler.now();
    this.#variables = thread.variables.all();
    this.#mapItem = thread.mapItem;
  }

  /** The same step as one item of its Map sees it: for ItemSelector. */
  forItem(mapItem: Thread['mapItem']): Step {
    const entry = { id: this.enteredEventId, beforeId: this.#beforeEntryId };
    const step = new Step(this.run, this.thread, this.name, this.input, entry);
    step.#mapItem = mapItem;
    return step;
  }

  /** Evaluates every expression in a field. */
  fill(template: unknown, field: string, results: Results = {}): Promise<unknown> {
    return fillTemplate(template, field, (expression, place) => this.#evaluate(expression, place, results));
  }

  /** A field that must be a string, number, boolean or array once evaluated. */
  async fillAs<T extends keyof Types>(type: T, template: unknown, field: string, results?: Results): Promise<Types[T]> {
    const value = await this.fill(template, field, results);
    const actual = typeOf(value);
    if (actual !== type) {
      const expected = `Expected '${type}', but was '${actual}' for value: ${JSON.stringify(value)}`;
      const subject = isExpression(template)
        ? `The JSONata expression '${bodyOf(template)}' specified for the field '${field}' returned an unexpected result type. `
        : `The field '${field}' has an unexpected type. `;
      throw this.evaluationFailed(subject + expected, field);
    }
    return value as Types[T];
  }

  /**
   * Records EvaluationFailed and makes the error to throw. AWS names as its predecessor the event before the state was
   * entered, unless the state had begun its own work.
   */
  evaluationFailed(problem: string, location?: string, { atWork = false } = {}): QueryEvaluationError {
    const error = new QueryEvaluationError(this.sentence(problem));
    const nothingHappened = this.thread.previousEventId === this.enteredEventId;
    if (nothingHappened && !atWork) this.thread.previousEventId = this.#beforeEntryId;
    append(this.thread, 'EvaluationFailed', {
      evaluationFailedEventDetails: {
        cause: error.cause,
        error: error.error,
        ...(location === undefined ? {} : { location }),
        state: this.name,
      },
    });
    return error;
  }

  /** AWS's way to say where something went wrong. */
  sentence(problem: string): string {
    return `An error occurred while executing the state '${this.name}' (entered at the event id #${this.enteredEventId}). ${problem}`;
  }

  /** The context object of this state, as `$states.context` gives it. */
  context(): Readonly<Record<string, unknown>> {
    return contextObject(this.run, {
      name: this.name,
      enteredTimeMs: this.#enteredTimeMs,
      retryCount: this.retryCount,
      taskToken: this.taskToken,
      mapItem: this.#mapItem,
    });
  }

  async #evaluate(expression: string, field: string, results: Results): Promise<unknown> {
    const { scheduler, random } = this.run.environment;
    const sources = { nowMs: scheduler.now(), random };
    const body = bodyOf(expression);
    const evaluation = await evaluate(body, (name) => {
      if (name === 'states') return { value: { input: this.input, context: this.context(), ...results } };
      if (Object.hasOwn(this.#variables, name)) return { value: this.#variables[name] };
      return functionNamed(name, sources);
    });
    if ('value' in evaluation) return evaluation.value;
    throw this.evaluationFailed(
      `The JSONata expression '${body}' specified for the field '${field}' ${evaluation.problem}`,
      field,
    );
  }
}

interface Types {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
  readonly array: readonly unknown[];
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
