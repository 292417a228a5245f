import { figures, Listr, ListrDefaultRendererLogLevels } from 'listr2';
import { colours } from './colours';
import type { PlannedStep } from '../../rehearsal/stage/plan';
import type { Phase, TimelineEvent, TimelineListener } from '../../rehearsal/stage/timeline-event';
import { describeDone, isWorthALine } from './describe-event';
import { LiveStep, type Task, type TaskDefinition } from './live-step';
import { clock, Stopwatch } from './times';
import type { View } from './view';

const TITLES: Readonly<Record<Phase, string>> = {
  synthesise: 'synthesise the CDK app',
  deploy: 'deploy the stacks',
  workload: 'run the workload',
  trouble: 'something breaks',
  dark: 'the primary region goes dark',
  failover: 'run the state machine',
  validation: 'run the state machine',
  recovery: 'run the state machine',
  aftermath: 'count the rows',
};
/** Those that a run may do without appear when they begin. */
const UNEXPECTED: ReadonlySet<Phase> = new Set(['dark', 'trouble']);

const OPTIONS = { exitOnError: false, registerSignalListeners: false } as const;
/** One line of the screen for each step, errors included: what does not fit is in the summary. */
const RENDERER = {
  collapseSubtasks: false,
  collapseErrors: false,
  showErrorMessage: false,
  formatOutput: 'truncate',
  icon: { [ListrDefaultRendererLogLevels.FAILED_WITH_FAILED_SUBTASKS]: figures.cross },
} as const;

/**
 * A terminal that redraws: the parts of the rehearsal, under the running one the steps of the state machine, those of
 * branches side by side, with what they wait for, and the virtual clock.
 */
export class LiveView implements View {
  readonly #phases: ReadonlyMap<Phase, LiveStep>;
  readonly #steps = new Map<string, LiveStep>();
  readonly #stopwatch = new Stopwatch();
  #plan: readonly PlannedStep[] = [];
  #current: LiveStep | undefined;
  /** What the running phase does, and its line at the time of which this speaks: that is left when it is over. */
  #text = '';
  #title = '';
  #hasFailed = false;

  /** @param phases of the rehearsal, in their order */
  constructor(phases: readonly Phase[]) {
    this.#phases = new Map(phases.map((phase) => [phase, new LiveStep(TITLES[phase], !UNEXPECTED.has(phase))]));
  }

  async follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T> {
    const list = new Listr<unknown, 'default', 'simple'>(
      [...this.#phases].map(([phase, step]) => step.definition((task) => this.#runPhase(phase, step, task))),
      { ...OPTIONS, renderer: 'default', fallbackRenderer: 'simple', rendererOptions: RENDERER },
    );
    const screen = list.run();
    try {
      const result = await run((event) => this.#show(event));
      this.#endAll();
      return result;
    } catch (error) {
      this.#current?.fail(
        colours.red(`${this.#text}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`),
      );
      this.#endAll();
      throw error;
    } finally {
      await screen;
    }
  }

  #runPhase(phase: Phase, step: LiveStep, task: Task): Listr | Promise<void> {
    if ((phase !== 'failover' && phase !== 'validation' && phase !== 'recovery') || this.#plan.length === 0)
      return step.over;
    return group(
      task,
      step,
      this.#plan.map((planned) => this.#definition(planned)),
    );
  }

  #definition(planned: PlannedStep): TaskDefinition {
    const step = this.#steps.get(planned.id) ?? new LiveStep(planned.name, planned.expected);
    return step.definition((task) => {
      if (planned.branches.length === 0) return step.over;
      const branches = planned.branches.map(({ name, steps: [first, ...others] }): TaskDefinition => {
        if (first !== undefined && others.length === 0) return this.#definition(first);
        const steps = first === undefined ? [] : [first, ...others];
        return {
          title: name,
          task: (_, branch) =>
            branch.newListr(
              steps.map((inner) => this.#definition(inner)),
              OPTIONS,
            ),
        };
      });
      // A task without a title takes no line.
      const sideBySide: TaskDefinition = {
        task: (_, inner) => inner.newListr(branches, { ...OPTIONS, concurrent: true }),
        exitOnError: false,
      };
      return group(task, step, [sideBySide]);
    });
  }

  #show(event: TimelineEvent): void {
    this.#stopwatch.notice(event);
    if (event.kind === 'phase') this.#enter(event.phase, event.text, event.atMs);
    else if (event.kind === 'plan') this.#prepare(event.steps);
    else if ('step' in event) this.#showStep(event);
    else if (event.kind === 'change') this.#current?.say(`${clock(event.atMs)}  ${event.text}`);
    else if (event.kind === 'end') this.#endSteps(event.text, event.succeeded, event.atMs);
    this.#current?.setTitle(this.#titleAt(event.atMs));
  }

  /** While something runs, its line has the present time. */
  #titleAt(atMs: number): string {
    return `${colours.bold(clock(atMs))} ${this.#stopwatch.read(atMs)}  ${this.#text}`;
  }

  #say(text: string, atMs: number): void {
    this.#text = text;
    this.#title = this.#titleAt(atMs);
  }

  #enter(phase: Phase, text: string, atMs: number): void {
    this.#leave();
    passOver([...this.#phases.values()], this.#phases.get(phase));
    this.#current = this.#phases.get(phase);
    // The input of the execution would fill the line.
    this.#say(text.replace(/: \{.*$/, ''), atMs);
    this.#current?.enter();
  }

  #prepare(steps: readonly PlannedStep[]): void {
    this.#plan = steps;
    const all = (planned: readonly PlannedStep[]): readonly PlannedStep[] =>
      planned.flatMap((step) => [step, ...step.branches.flatMap((branch) => all(branch.steps))]);
    for (const { id, name, expected } of all(steps)) this.#steps.set(id, new LiveStep(name, expected));
  }

  #showStep(event: Extract<TimelineEvent, { step: unknown }>): void {
    const { atMs, step: about } = event;
    const { id, name } = about;
    const step = this.#steps.get(id);
    if (step === undefined || (event.kind === 'failed' && step.isOver)) {
      if (event.kind === 'failed') this.#say(colours.red(`${name} FAILED: ${event.error}: ${event.reason}`), atMs);
      return;
    }
    switch (event.kind) {
      case 'step':
        passOver(this.#siblings(id), step);
        return step.enter();
      case 'progress':
        return step.setDetail(event.percent === undefined ? event.text : `${event.text}, ${event.percent} %`);
      case 'retry':
        return step.setDetail(colours.yellow(`retry ${event.attempt} after ${event.error}: ${event.reason}`));
      case 'failed':
        return step.fail(colours.red(`${name}  ${event.error}: ${event.reason}`));
      case 'done':
        step.setDetail(isWorthALine(event) ? describeDone(event) : '');
        return step.finish();
      case 'stopped':
        return step.skip('stopped, because another branch failed');
    }
  }

  /** The steps in the same line, in the order in which they run. */
  #siblings(id: string): readonly LiveStep[] {
    const line = lineOf(id);
    return [...this.#steps].filter(([other]) => lineOf(other) === line).map(([, step]) => step);
  }

  #endSteps(text: string, succeeded: boolean, atMs: number): void {
    for (const step of this.#steps.values()) step.skip('not reached');
    this.#say(succeeded ? text : colours.red(text), atMs);
    this.#hasFailed = !succeeded;
  }

  #leave(): void {
    this.#current?.setTitle(this.#title);
    if (this.#hasFailed) this.#current?.fail(this.#title);
    else this.#current?.finish();
    this.#hasFailed = false;
  }

  #endAll(): void {
    this.#leave();
    for (const step of [...this.#steps.values(), ...this.#phases.values()]) step.skip('not reached');
  }
}

/** Steps under a step, which ends as that one does, and fails if it fails. */
function group(task: Task, step: LiveStep, inside: readonly TaskDefinition[]): Listr {
  return task.newListr([...inside, { task: () => step.over }], { ...OPTIONS, exitOnError: true });
}

/** Whatever stands before the step that runs now and was not entered will not be. */
function passOver(line: readonly LiveStep[], entered: LiveStep | undefined): void {
  for (const step of line) {
    if (step === entered) return;
    step.passOver();
  }
}

/** `BringUpStandby[0]` of `BringUpStandby[0]/RestoreAurora`. */
function lineOf(id: string): string {
  return id.slice(0, Math.max(0, id.lastIndexOf('/')));
}
