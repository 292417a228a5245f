import type { DefaultRenderer, Listr, ListrTask, ListrTaskWrapper, SimpleRenderer } from 'listr2';
import { colours } from './colours';

/** What has just changed in the regions, below the steps. */
const CHANGES_SHOWN = 3;

export type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;
export type TaskDefinition = ListrTask<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/**
 * One line of the live view. The simulation pushes what happens to it; the list runs its tasks one after the other and
 * waits here until it is known whether the step is entered at all, and then until it is over.
 */
export class LiveStep {
  readonly over: Promise<void>;
  readonly #decided: Promise<void>;
  readonly #name: string;
  readonly #isExpected: boolean;
  #decide: () => void = () => undefined;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #task: Task | undefined;
  #title: string;
  #isEntered = false;
  #isOver = false;
  #skipped: string | undefined;

  /** @param isExpected whether it is shown as pending; others appear when they are entered */
  constructor(name: string, isExpected: boolean) {
    this.#name = name;
    this.#title = name;
    this.#isExpected = isExpected;
    this.#decided = new Promise((resolve) => {
      this.#decide = resolve;
    });
    this.over = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // The list awaits it only when it is this step's turn.
    this.over.catch(() => undefined);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** @param run what the task waits for: `over`, or the list of the steps inside */
  definition(run: (task: Task) => Promise<void> | Listr): TaskDefinition {
    const isShown = () => this.#isEntered || this.#isExpected;
    let isItsTurn = false;
    return {
      title: this.#name,
      // The list asks twice: about every task when it starts, and about each when its turn has come.
      enabled: () => {
        if (isItsTurn) return this.#decided.then(isShown);
        isItsTurn = true;
        return isShown();
      },
      task: (_, task) => {
        this.#task = task;
        task.title = this.#title;
        if (this.#isEntered) return run(task);
        task.skip(colours.dim(`${this.#name}  ${this.#skipped ?? 'not reached'}`));
        return undefined;
      },
      // One step that fails does not keep the others from being shown.
      exitOnError: false,
      rendererOptions: { bottomBar: CHANGES_SHOWN },
    };
  }

  enter(): void {
    this.#isEntered = true;
    this.#decide();
  }

  setTitle(title: string): void {
    this.#title = title;
    if (this.#task !== undefined) this.#task.title = title;
  }

  /** What it waits for, or what it came to; empty: nothing to say. */
  setDetail(detail: string): void {
    this.setTitle(detail === '' ? this.#name : `${this.#name}  ${colours.dim(detail)}`);
  }

  /** A line below the list. */
  say(text: string): void {
    if (this.#task !== undefined) this.#task.output = text;
  }

  finish(): void {
    this.#isOver = true;
    this.#decide();
    this.#resolve();
  }

  fail(title: string): void {
    if (this.#isOver) return;
    this.setTitle(title);
    this.#isOver = true;
    this.#decide();
    this.#reject(new Error(title));
  }

  passOver(): void {
    if (!this.#isEntered) this.finish();
  }

  /** Ends it unless it is over. */
  skip(why: string): void {
    if (this.#isOver) return;
    this.#skipped = why;
    if (this.#isEntered) this.#task?.skip(colours.dim(`${this.#name}  ${why}`));
    this.finish();
  }
}
