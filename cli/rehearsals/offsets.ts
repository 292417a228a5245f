import { refuseBeforeDeployment, startAt } from '../../rehearsal/stage/refuse-too-early';
import { type Durations, readDurations } from '../../simulator/kernel/durations';
import { Random } from '../../simulator/kernel/random';
import { parseDuration } from '../../simulator/kernel/virtual-duration';
import { UsageError } from '../command';

/** The whole of virtual time is simulated, minute by minute: a month of it takes minutes. */
const LATEST_OFFSET = '30d';

/** An offset from the start of virtual time. */
export function readOffset(option: string, text: string, example: string): number {
  const offsetMs = parseDuration(text);
  if (offsetMs === undefined) {
    throw new UsageError(`${option}: "${text}" is not a duration. Write for example ${option} ${example}`);
  }
  if (offsetMs > (parseDuration(LATEST_OFFSET) ?? 0)) {
    throw new UsageError(
      `${option}: ${text} is too late. Write at most ${LATEST_OFFSET}, for example ${option} ${example}`,
    );
  }
  return offsetMs;
}

/** The offset at which something starts that cannot start before anything is deployed. */
export function readStart(option: '--start-at' | '--from', text: string, example: string, durations: string): number {
  const offsetMs = readOffset(option, text, example);
  refuseBeforeDeployment(figuresOf(durations), startAt(offsetMs, example, option));
  return offsetMs;
}

/** The figures themselves: none is drawn, so that no seed matters. */
export function figuresOf(durations: string): Durations {
  return readDurations(durations, new Random(0));
}
