import { longestGapMinutes } from '../../infra/backup-schedule';

test.each([
  ['every hour', 'cron(0 * * * ? *)', 60],
  ['every four hours', 'cron(15 0/4 * * ? *)', 240],
  ['once a day', 'cron(0 3 * * ? *)', 1440],
  ['working days, by name', 'cron(0 * ? * MON-FRI *)', 49 * 60],
  ['working days, by AWS number', 'cron(0 * ? * 2-6 *)', 49 * 60],
])('%s leaves that many minutes between two backups', (_, schedule, minutes) => {
  expect(longestGapMinutes(schedule)).toBe(minutes);
});

test.each([
  ['five fields', 'cron(0 * * * *)', /six fields/],
  ['a rate', 'rate(1 hour)', /six fields/],
  ['an hour that does not exist', 'cron(0 25 * * ? *)', /six fields/],
  ['a year', 'cron(0 * * * ? 2027)', /write \* for the year/],
  ['two runs an hour', 'cron(0/30 * * * ? *)', /at most one run an hour/],
])('refuses %s', (_, schedule, instruction) => {
  expect(longestGapMinutes(schedule)).toMatch(instruction);
});
