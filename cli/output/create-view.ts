import type { Phase } from '../../rehearsal/stage/timeline-event';
import type { Output } from '../command';
import { PlainView } from './plain-view';
import type { View } from './view';

/**
 * `live` for a terminal, `plain` for a pipe or a log, `none` where only the result counts.
 * @param phases of the rehearsal, in their order
 */
export function createView(kind: 'live' | 'plain' | 'none', phases: readonly Phase[], output: Output): View {
  switch (kind) {
    case 'live':
      return liveView(phases);
    case 'plain':
      return new PlainView((line) => output.write(`${line}\n`));
    case 'none':
      return { follow: (run) => run(() => undefined) };
  }
}

/** Loaded only where there is a terminal to draw on. */
function liveView(phases: readonly Phase[]): View {
  const { LiveView }: typeof import('./live-view') = require('./live-view');
  return new LiveView(phases);
}
