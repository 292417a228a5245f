import { duration, durationAtMost, since } from '../../../functions/shared/words';

test.each([
  [12.4, '12 seconds', '13 seconds'],
  [182, '3 minutes', '4 minutes'],
  [2811, '47 minutes', '47 minutes'],
  [18_000, '300 minutes', '300 minutes'],
  [43_321, '12 hours 2 minutes', '12 hours 3 minutes'],
])('%d seconds take %s; data that old is at most %s old', (seconds, taken, atMost) => {
  expect([duration(seconds), durationAtMost(seconds)]).toEqual([taken, atMost]);
});

test('what is held up since three minutes and two seconds is held up for 3 minutes', () => {
  expect(since('2026-11-22T03:00:00Z', Date.parse('2026-11-22T03:03:02Z'))).toBe('3 minutes');
});
