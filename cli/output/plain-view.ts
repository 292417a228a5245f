import type { TimelineEvent, TimelineListener } from '../../rehearsal/stage/timeline-event';
import { describeEvent } from './describe-event';
import { clock, Stopwatch } from './times';
import type { View } from './view';

const CLOCK_WIDTH = 8;

/** One line an event, for pipes and logs: the virtual clock, the time without service, what happened. */
export class PlainView implements View {
  readonly #write: (line: string) => void;
  readonly #stopwatch = new Stopwatch();
  /** What each step waits for; percentages alone are no news. */
  readonly #waitingFor = new Map<string, string>();

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T> {
    return run((event) => this.#show(event));
  }

  #show(event: TimelineEvent): void {
    const begins = this.#stopwatch.notice(event);
    if (event.kind === 'progress') {
      if (this.#waitingFor.get(event.step.id) === event.text) return;
      this.#waitingFor.set(event.step.id, event.text);
    }
    const text = describeEvent(event);
    if (text === undefined) return;
    const elapsed = this.#stopwatch.read(event.atMs).padEnd(CLOCK_WIDTH);
    this.#write(`${clock(event.atMs)}  ${elapsed}  ${text}${begins ? ' (+ is the time since then)' : ''}`);
  }
}
