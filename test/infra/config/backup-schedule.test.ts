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
  ['five fields', 'cron(0 * * * *)', /write six fields.*; it has 5$/],
  ['a rate', 'rate(1 hour)', /^write a cron expression with six fields, such as/],
  ['an hour that does not exist', 'cron(0 25 * * ? *)', /^write 0 to 23 for the hour, which is 25$/],
  ['minutes that do not exist', 'cron(0,60 * * * ? *)', /^write 0 to 59 for the minute, which is 0,60$/],
  [
    'a day of the week from 0',
    'cron(0 3 ? * 0 *)',
    /^write 1 to 7, or SUN to SAT for the day of the week, which is 0$/,
  ],
  ['a month by another word', 'cron(0 3 1 JUNE ? *)', /^write 1 to 12, or JAN to DEC for the month, which is JUNE$/],
  ['both days, of which AWS takes one', 'cron(0 3 * * * *)', /^write \? for either the day of the month or the day/],
  ['a day that never comes', 'cron(0 3 30 FEB ? *)', /^write one that comes due$/],
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
