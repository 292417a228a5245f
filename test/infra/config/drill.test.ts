import { parseConfig } from '../../../infra/config/parse';
import { complaintAbout, NO_COMPLAINT } from './complaint';

test('a drill runs in the middle of every quarter, when people are at work, and holds nothing', () => {
  expect(parseConfig({}).drill).toEqual({ schedule: 'cron(0 9 15 2,5,8,11 ? *)', timeZone: 'UTC', holdMinutes: 0 });
});

test.each([
  ['no schedule at all', { drill: { schedule: null } }],
  ['the day after a validation', { drill: { schedule: 'cron(0 0 2 2,5,8,11 ? *)' } }],
  ['the day before one', { drill: { schedule: 'cron(59 23 L * ? *)' } }],
  [
    'a weekday, where validations are on another',
    { drill: { schedule: 'cron(0 9 ? * TUE *)' }, validation: { schedule: 'cron(0 4 ? * SUN#1 *)' } },
  ],
  ['its day, in a time zone of its own', { drill: { schedule: 'cron(0 9 15 * ? *)', timeZone: 'Asia/Tokyo' } }],
  ['a hold as long as the deadline leaves', { drill: { holdMinutes: 480 } }],
  ['no hold, although the objective is longer than the deadline', { objectives: { rtoMinutes: 900 } }],
])('takes %s', (_, config) => {
  expect(complaintAbout(config)).toBe(NO_COMPLAINT);
});

test.each([
  [
    'a cron expression of five fields',
    { schedule: 'cron(0 9 15 2 ?)' },
    'drill.schedule is "cron(0 9 15 2 ?)": write six fields',
  ],
  [
    'a rate',
    { schedule: 'rate(90 days)' },
    'drill.schedule is "rate(90 days)": write a cron expression with six fields',
  ],
  ['one year', { schedule: 'cron(0 9 15 2 ? 2027)' }, 'write * for the year: afterwards there would be no drills'],
  ['a day that never comes', { schedule: 'cron(0 9 31 2 ? *)' }, 'write one that comes due'],
  [
    'no time zone',
    { timeZone: 'Europe/Atlantis' },
    'drill.timeZone is "Europe/Atlantis": write a time zone of the IANA database',
  ],
  [
    'the day of a validation',
    { schedule: 'cron(0 9 1 2,5,8,11 ? *)' },
    'drill.schedule is "cron(0 9 1 2,5,8,11 ? *)": write one that is never due on a day of validation.schedule, which is "cron(0 4 1 * ? *)": both are due on 2026-02-01',
  ],
  [
    'a weekday that is the first of a month some day',
    { schedule: 'cron(0 9 ? * MON *)' },
    'both are due on 2026-06-01',
  ],
  [
    'a day before that is the day of the validation there',
    { schedule: 'cron(30 20 L * ? *)', timeZone: 'America/New_York' },
    'drill.schedule',
  ],
  [
    'a hold beyond a day of work',
    { holdMinutes: 721 },
    'drill.holdMinutes is 721: write a whole number of minutes from 0 to 720',
  ],
  [
    'a hold that the deadline cuts off',
    { holdMinutes: 481 },
    'drill.holdMinutes is 481: write at most 480: recovery.deadlineHours (12) counts the hold',
  ],
])('refuses %s, and says what to write', (_, drill, complaint) => {
  expect(complaintAbout({ drill })).toContain(complaint);
});
