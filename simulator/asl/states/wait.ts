import type { WaitState } from '../definition';
import { RuntimeError } from '../errors';
import { produce } from '../output-and-assign';
import { MAXIMUM_WAIT_SECONDS } from '../quotas';
import type { StateExit } from '../state-exit';
import type { Step } from '../step';
import { waitFor } from '../waiting';

/** Lets time pass: a number of seconds, or until an instant (which may have passed). */
export async function runWait(step: Step, state: WaitState): Promise<StateExit> {
  const { scheduler } = step.run.environment;
  const delayMs = await delayOf(step, state, scheduler.now());
  if (delayMs > MAXIMUM_WAIT_SECONDS * 1000) throw new RuntimeError(step.sentence('Wait state delay is too long.'));
  if (delayMs > 0) await waitFor(scheduler, delayMs, step.thread.signal);
  return { ...(await produce(step, state, step.input)), next: state.Next };
}

async function delayOf(step: Step, state: WaitState, nowMs: number): Promise<number> {
  if (state.Timestamp !== undefined) {
    const timestamp = await step.fillAs('string', state.Timestamp, 'Timestamp');
    const instantMs = instantOf(timestamp);
    if (instantMs === undefined) {
      throw step.evaluationFailed(
        `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${timestamp}`,
        'Timestamp',
        { atWork: true },
      );
    }
    return Math.max(0, instantMs - nowMs);
  }
  const seconds = await step.fillAs('number', state.Seconds, 'Seconds');
  if (!Number.isInteger(seconds) || seconds < 0) {
    throw step.evaluationFailed(`The Seconds field must be a non-negative integer but was: ${seconds}`, 'Seconds', {
      atWork: true,
    });
  }
  return seconds * 1000;
}

const OFFSET_DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2}(?::\d{2})?)$/;

/** An ISO-8601 date and time with an offset, in milliseconds since 1970; digits below a millisecond are dropped. */
function instantOf(text: string): number | undefined {
  const match = OFFSET_DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, dateTime = '', fraction = '', offset = ''] = match;
  const instantMs = Date.parse(
    `${dateTime}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`.replace(/(T\d\d:\d\d)\./, '$1:00.'),
  );
  if (Number.isNaN(instantMs)) return undefined;
  // Date.parse takes 30 February for 1 March; the date must come back as it was written.
  const day = dateTime.slice(0, 10);
  const isRealDay = new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  return isRealDay ? instantMs : undefined;
}
