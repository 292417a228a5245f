import { Listr, type ListrTaskWrapper, type DefaultRenderer, type SimpleRenderer } from 'listr2';
import pc from 'picocolors';
import type { TimelineEvent, TimelineListener } from '../../simulator/rehearsal/timeline';
import { clock, describeEvent } from './describe-event';
import type { View } from './view';

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/**
 * A terminal that redraws: one line for each part of the rehearsal, under the running one the steps of the state machine
 * (those of parallel branches side by side) with what they wait for, and the virtual clock.
 */
export class LiveView implements View {
  async follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T> {
    const parts = new Parts();
    const finished = run((event) => parts.show(event));
    const list = new Listr(
      [
        {
          title: 'rehearsal',
          task: async (_context, task): Promise<void> => {
            parts.attach(task);
            await finished;
          },
          rendererOptions: { outputBar: Number.POSITIVE_INFINITY, persistentOutput: true },
        },
      ],
      { exitOnError: false, rendererOptions: { collapseSubtasks: false } },
    );
    await list.run();
    return finished;
  }
}

/** What is on the screen: finished lines above, the running steps of each branch below. */
class Parts {
  #task: Task | undefined;
  /** The newest line of each branch; the branch of the main thread is the empty text. */
  readonly #running = new Map<string, string>();
  #lines = 0;

  attach(task: Task): void {
    this.#task = task;
  }

  show(event: TimelineEvent): void {
    const task = this.#task;
    if (task === undefined) return;
    if (event.kind === 'step') this.#running.set(event.place, event.state);
    if (event.kind === 'end') this.#running.clear();
    task.title = `${pc.bold(clock(event.atMs))} virtual time  ${[...this.#running.values()].map((state) => pc.cyan(state)).join('  ')}`;
    task.output = `${clock(event.atMs)}  ${describeEvent(event)}`;
    this.#lines += 1;
  }
}
