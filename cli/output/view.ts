import type { TimelineListener } from '../../simulator/rehearsal/timeline';
import { PlainView } from './plain-view';

/** Shows a rehearsal while it happens. */
export interface View {
  /** Runs the rehearsal and shows what the listener is told. */
  follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T>;
}

/** `live` for a terminal, `plain` for a pipe or a log, `none` where only the result counts. */
export function createView(kind: 'live' | 'plain' | 'none'): View {
  switch (kind) {
    case 'live':
      return liveView();
    case 'plain':
      return new PlainView((line) => process.stdout.write(`${line}\n`));
    case 'none':
      return { follow: (run) => run(() => undefined) };
  }
}

/** Loaded only where there is a terminal to draw on. */
function liveView(): View {
  const { LiveView }: typeof import('./live-view') = require('./live-view');
  return new LiveView();
}
