import type { Phase, TimelineListener } from '../../rehearsal/stage/timeline';
import { PlainView } from './plain-view';

/** Shows a rehearsal while it happens. */
export interface View {
  /** Runs the rehearsal and shows what the listener is told. */
  follow<T>(run: (listener: TimelineListener) => Promise<T>): Promise<T>;
}

/**
 * `live` for a terminal, `plain` for a pipe or a log, `none` where only the result counts.
 * @param phases of the rehearsal, in their order
 */
export function createView(kind: 'live' | 'plain' | 'none', phases: readonly Phase[]): View {
  switch (kind) {
    case 'live':
      return liveView(phases);
    case 'plain':
      return new PlainView((line) => process.stdout.write(`${line}\n`));
    case 'none':
      return { follow: (run) => run(() => undefined) };
  }
}

/** Loaded only where there is a terminal to draw on. */
function liveView(phases: readonly Phase[]): View {
  const { LiveView }: typeof import('./live-view') = require('./live-view');
  return new LiveView(phases);
}
