import { nextRuns } from '../../../functions/shared/backup-schedule';

const iso = (runs: readonly number[]) => runs.map((runMs) => new Date(runMs).toISOString().slice(5, 16));
const at = (text: string) => Date.parse(`2026-${text}:00Z`);

test.each([
  ['cron(0 * * * ? *)', '11-22T10:00', '11-22T12:30', 0, ['11-22T11:00', '11-22T12:00']],
  ['cron(30 0/6 * * ? *)', '11-22T10:00', '11-22T19:00', 0, ['11-22T12:30', '11-22T18:30']],
  // Sunday is 1, and the 22nd is one.
  ['cron(0 5 ? * 1 *)', '11-21T00:00', '11-22T00:00', 2, ['11-22T05:00', '11-29T05:00']],
] as const)('%s after %s until %s, at least %i times', (schedule, from, until, atLeast, expected) => {
  expect(iso(nextRuns([schedule], at(from), at(until), atLeast))).toEqual(expected);
});

test('is the same whatever was asked before', () => {
  const ask = () => nextRuns(['cron(0 * * * ? *)'], at('03-01T10:00'), at('03-01T13:00'));
  const first = ask();
  nextRuns(['cron(0 * * * ? *)'], at('08-01T10:00'), at('09-01T13:00'));
  nextRuns(['cron(0 * * * ? *)'], at('01-01T10:00'), at('01-01T13:00'));
  expect(ask()).toEqual(first);
});

test('what is no schedule is an invariant violation', () => {
  expect(() => nextRuns(['rate(1 hour)'], 0, 1)).toThrow(/no cron expression/);
});

test('the rules of a plan take turns', () => {
  const plan = ['cron(0 0-2,4-23 * * ? *)', 'cron(0 3 * * ? *)'];
  const hours = ['11-22T02:00', '11-22T03:00', '11-22T04:00'];
  expect(iso(nextRuns(plan, at('11-22T01:00'), at('11-22T04:30')))).toEqual(hours);
  expect(iso(nextRuns(plan, at('11-22T01:00'), at('11-22T01:00'), 3))).toEqual(hours);
});
