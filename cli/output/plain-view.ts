import type { TimelineEvent, TimelineListener } from '../../simulator/rehearsal/timeline';
import { clock, describeEvent } from './describe-event';
import type { View } from './view';

/** One line an event: for pipes and logs. */
export class PlainView implements View {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T> {
    return run((event: TimelineEvent) => this.#write(`${clock(event.atMs)}  ${describeEvent(event)}`));
  }
}
