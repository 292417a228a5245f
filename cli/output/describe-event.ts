import { colours } from './colours';
import type { StepReference, TimelineEvent } from '../../rehearsal/stage/timeline-event';
import { duration } from './times';

/** The end of a step that took less, and found nothing out, is not worth a line. */
const WORTH_A_LINE_MS = 5000;

/** One event as one line of text; undefined for those that only a live view shows. */
export function describeEvent(event: TimelineEvent): string | undefined {
  switch (event.kind) {
    case 'phase':
    case 'end':
      return colours.bold(event.text);
    case 'step':
      return nameOf(event.step);
    case 'progress':
      return `${nameOf(event.step)}: ${event.text}`;
    case 'retry':
      return colours.yellow(`${nameOf(event.step)}: retry ${event.attempt} after ${event.error}: ${event.reason}`);
    case 'failed':
      return colours.red(`${nameOf(event.step)} FAILED: ${event.error}: ${event.reason}`);
    case 'done':
      return isWorthALine(event) ? `${nameOf(event.step)} ${describeDone(event)}` : undefined;
    case 'stopped':
      return colours.yellow(`${nameOf(event.step)} stopped, because another branch failed`);
    case 'change':
      return colours.dim(`      ${event.text}`);
    case 'plan':
    case 'tick':
      return undefined;
  }
}

type Done = Extract<TimelineEvent, { kind: 'done' }>;

export function isWorthALine({ tookMs, result }: Done): boolean {
  return tookMs >= WORTH_A_LINE_MS || result !== undefined;
}

/** `done in 45m39s: 7 checks passed` */
export function describeDone({ tookMs, result }: Done): string {
  const took = tookMs === 0 ? 'done' : `done in ${duration(tookMs / 1000)}`;
  return result === undefined ? took : `${took}: ${result}`;
}

/** Steps of branches that run side by side carry a mark. */
function nameOf({ name, branch }: StepReference): string {
  if (branch === undefined) return `  ${name}`;
  return branch === name ? `  ├ ${name}` : `  ├ ${branch}: ${name}`;
}
