import { isHashingDue } from '../../../functions/recordManifest/is-hashing-due';

const MONTHLY = { when: 'scheduled', schedule: 'cron(0 4 1 * ? *)', timeZone: 'UTC' } as const;
const dueAt = (at: string, hashing: Parameters<typeof isHashingDue>[0] = MONTHLY) =>
  isHashingDue(hashing, Date.parse(at));

test.each([
  ['2026-12-01T00:00:03Z', false],
  ['2026-12-01T01:00:03Z', true],
  ['2026-12-01T04:00:03Z', true],
  ['2026-12-01T05:00:03Z', true],
  ['2026-12-01T06:00:03Z', false],
  ['2026-12-15T04:00:03Z', false],
])('around the validation of the first of the month, at %s: %s', (at, expected) => {
  expect(dueAt(at)).toBe(expected);
});

test('goes by the time zone of the schedule', () => {
  const tokyo = { ...MONTHLY, timeZone: 'Asia/Tokyo' };
  expect([dueAt('2026-11-30T19:00:00Z', tokyo), dueAt('2026-12-01T04:00:00Z', tokyo)]).toEqual([true, false]);
});

test('may be every hour, or never', () => {
  expect([dueAt('2026-12-15T04:00:00Z', { when: 'hourly' }), dueAt('2026-12-01T04:00:00Z', { when: 'never' })]).toEqual(
    [true, false],
  );
});
