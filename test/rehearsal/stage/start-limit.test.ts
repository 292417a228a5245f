import { startLimit } from '../../../rehearsal/stage/start-limit';
import { Faults, type FaultRule } from '../../../simulator/kernel/faults';
import { Random } from '../../../simulator/kernel/random';

const MINUTE_MS = 60_000;
const DUE_MS = 60 * MINUTE_MS;

const outage = (fromMinute: number, minutes: number | undefined, service = 'states'): FaultRule => ({
  at: fromMinute * MINUTE_MS,
  for: minutes === undefined ? undefined : minutes * MINUTE_MS,
  region: 'us-west-2',
  service,
  kind: 'error',
  probability: 1,
});

/** Minutes after it is due. */
const latest = (...rules: readonly FaultRule[]): number => {
  const { latestMs } = startLimit(new Faults(rules, 0, new Random(1)), 'us-west-2', DUE_MS);
  return (latestMs - DUE_MS) / MINUTE_MS;
};

test.each([
  ['a minute after it is due, where nothing is wrong', [], 1],
  ['no later for an outage that has ended, or of what does not start it', [outage(50, 9), outage(60, 9, 'rds')], 1],
  ['as long again after a short outage as it lasted: the pauses double', [outage(55, 8)], 3 + 3 + 1],
  ['ten minutes after a long one: the longest pause', [outage(59, 31)], 30 + 10 + 1],
  ['after the last of two outages, one of which begins in the other', [outage(59, 3), outage(61, 4)], 5 + 5 + 1],
  ['at any time after an outage without an end', [outage(59, undefined)], Infinity],
])('an execution that is due begins %s', (_, rules, minutes) => {
  expect(latest(...rules)).toBe(minutes);
});
