import { nextPollSeconds, secondsBetween } from '../../../functions/shared/poll';

test.each([
  [0, 5],
  [300, 5],
  [400, 6],
  [2280, 35],
  [4000, 60],
  [100_000, 60],
])('after %i s it looks again in %i s', (waited, expected) => {
  expect(nextPollSeconds(waited)).toBe(expected);
});

test('the last look is at the deadline, not after it', () => {
  expect(nextPollSeconds(595, 600)).toBe(5);
  expect(nextPollSeconds(597, 600)).toBe(3);
  expect(nextPollSeconds(600, 600)).toBe(1);
});

test('a wait overshoots by at most 1.5 % or five seconds', () => {
  for (let arrival = 1; arrival < 8000; arrival += 37) {
    let now = 0;
    while (now < arrival) now += nextPollSeconds(now);
    expect(now - arrival).toBeLessThanOrEqual(Math.max(5, Math.ceil(arrival * 0.015) + 1));
  }
});

test('time does not run backwards', () => {
  expect(secondsBetween('2026-11-22T03:00:10Z', Date.parse('2026-11-22T03:00:00Z'))).toBe(0);
});
