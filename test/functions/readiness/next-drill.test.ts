import { nextDrillAt } from '../../../functions/readiness/decide';

const DRILL = {
  schedule: 'cron(0 9 15 2,5,8,11 ? *)',
  timeZone: 'Europe/Berlin',
  parameter: '/pilot-light/drill/schedule',
};
const at = (text: string) => Date.parse(`${text}Z`);
const read = (turnedOn: string | undefined) => ({
  kind: 'read' as const,
  value: turnedOn === undefined ? undefined : new Date(at(turnedOn)),
});

test.each([
  [
    'the next of the schedule, in its own time zone',
    '2025-01-01T00:00',
    '2026-02-01T00:00',
    '2026-02-15T08:00:00.000Z',
  ],
  ['the one after, when it has run', '2025-01-01T00:00', '2026-02-15T08:00', '2026-05-15T07:00:00.000Z'],
  [
    'the one after, where drills were turned on in the 14 days before',
    '2026-02-01T08:01',
    '2026-02-03T00:00',
    '2026-05-15T07:00:00.000Z',
  ],
  ['that of the 14th day', '2026-02-01T08:00', '2026-02-03T00:00', '2026-02-15T08:00:00.000Z'],
  [
    'the next of the schedule, where nothing says since when',
    undefined,
    '2026-02-14T00:00',
    '2026-02-15T08:00:00.000Z',
  ],
])('the next drill is %s', (_, turnedOn, now, expected) => {
  expect(nextDrillAt({ drillsTurnedOnAt: read(turnedOn), nowMs: at(now) }, { DRILL })).toBe(expected);
});

test('is null where it cannot be read since when drills run, and left out where none does', () => {
  const unread = { kind: 'unread' as const, why: 'no answer', mayPass: true };
  expect(nextDrillAt({ drillsTurnedOnAt: unread, nowMs: 0 }, { DRILL })).toBeNull();
  expect(nextDrillAt({ drillsTurnedOnAt: read(undefined), nowMs: 0 }, { DRILL: undefined })).toBeUndefined();
});
