import { firstOverlap, longestGapMinutes, scheduleProblem } from '../../../infra/config/backup-schedule';

test.each([
  ['every hour', 'cron(0 * * * ? *)', 60],
  ['every four hours', 'cron(15 0/4 * * ? *)', 240],
  ['once a day', 'cron(0 3 * * ? *)', 1440],
  ['working days, by name', 'cron(0 * ? * MON-FRI *)', 49 * 60],
  ['working days, by AWS number', 'cron(0 * ? * 2-6 *)', 49 * 60],
])('%s leaves that many minutes between two backups', (_, schedule, minutes) => {
  expect(longestGapMinutes([schedule])).toBe(minutes);
});

test.each([
  ['five fields', 'cron(0 * * * *)', /six fields/],
  ['a rate', 'rate(1 hour)', /six fields/],
  ['an hour that does not exist', 'cron(0 25 * * ? *)', /six fields/],
  ['a year', 'cron(0 * * * ? 2027)', /write \* for the year/],
  ['two runs an hour', 'cron(0/30 * * * ? *)', /at most one run an hour/],
])('refuses %s', (_, schedule, instruction) => {
  expect(scheduleProblem(schedule)).toMatch(instruction);
});

test('two rules fill each other’s gaps', () => {
  expect(longestGapMinutes(['cron(0 0-2,4-23 * * ? *)'])).toBe(120);
  expect(longestGapMinutes(['cron(0 0-2,4-23 * * ? *)', 'cron(0 3 * * ? *)'])).toBe(60);
  expect(longestGapMinutes(['cron(0 0-2,4-23 * * ? *)', 'cron(0 3 ? * SUN *)'])).toBe(120);
});

test.each([
  ['every hour', 'cron(0 * * * ? *)', 'cron(0 3 * * ? *)', 60, '2026-01-01T03:00:00.000Z'],
  ['every hour but that one', 'cron(0 0-2,4-23 * * ? *)', 'cron(0 3 * * ? *)', 60, undefined],
  [
    'that hour left out, a longer window',
    'cron(0 0-2,4-23 * * ? *)',
    'cron(0 3 * * ? *)',
    61,
    '2026-01-01T03:00:00.000Z',
  ],
  ['half an hour later', 'cron(30 * * * ? *)', 'cron(0 3 * * ? *)', 60, '2026-01-01T03:00:00.000Z'],
  ['one day a month', 'cron(0 * * * ? *)', 'cron(0 3 15 * ? *)', 60, '2026-01-15T03:00:00.000Z'],
])('start windows of rules due %s', (_, hourly, daily, window, overlap) => {
  expect(firstOverlap(hourly, daily, window)?.toISOString()).toBe(overlap);
  expect(firstOverlap(daily, hourly, window)?.toISOString()).toBe(overlap);
});
