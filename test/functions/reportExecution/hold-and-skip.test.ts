import { call, workflow } from './calls';
import { at, DRILL, DRILL_COMPLETE, executionOf, FakeReports, setReportEnvironment } from './cases';

const DUE = at('03:00:00');
const SCHEDULED = { ...DRILL, requestedBy: 'the schedule', scheduledTime: DUE };
const daysBefore = (days: number) => new Date(Date.parse(DUE) - days * 86_400_000);

let reports: FakeReports;

beforeEach(() => {
  setReportEnvironment();
  reports = new FakeReports();
});

const begin = (input: object) => call(reports, { action: 'begin', workflow, execution: executionOf(input) });

describe('a drill that the schedule starts', () => {
  test.each([
    ['less than 14 days after drills were turned on is skipped', 13.99, true],
    ['14 days after that runs', 14, false],
    ['a year after that runs', 365, false],
  ])('%s', async (_, days, isSkipped) => {
    reports.turnedOn = daysBefore(days);
    expect(await begin(SCHEDULED)).toMatchObject({
      skipped: isSkipped ? { subject: 'pilot-light: first drill skipped' } : null,
    });
  });

  test('runs where somebody has deleted the parameter that says when', async () => {
    expect(await begin(SCHEDULED)).toMatchObject({ skipped: null });
  });

  test('says why it is skipped, and starts with one command that is no schedule any more', async () => {
    reports.turnedOn = daysBefore(3);
    const { skipped } = (await begin(SCHEDULED)) as { skipped: { message: string } };
    expect(skipped.message).toContain('none runs by itself within 14 days');
    expect(skipped.message).toContain(
      '--input \'{"mode":"drill","reason":"monthly drill","requestedBy":"the schedule"}\'',
    );
  });

  test('is not begun while it cannot be read when drills were turned on', async () => {
    reports.broken.add('parameterWrittenAt');
    await expect(begin(SCHEDULED)).rejects.toThrow('Rate exceeded');
  });
});

test('a drill that a person starts runs however young the schedule is', async () => {
  reports.turnedOn = daysBefore(1);
  expect(await begin(DRILL)).toMatchObject({ skipped: null });
});

test.each([
  [{ ...DRILL, holdMinutes: 721 }, 'holdMinutes: write a whole number of minutes from 0 to 720'],
  [{ ...DRILL, holdMinutes: 1.5 }, 'holdMinutes: write a whole number of minutes from 0 to 720'],
  [{ ...DRILL, holdMinutes: '60' }, 'holdMinutes: write a whole number of minutes from 0 to 720'],
  [{ ...DRILL, mode: 'failover', holdMinutes: 60 }, "holdMinutes: leave it out, or write 'drill' for mode"],
  [{ ...SCHEDULED, mode: 'failover' }, 'scheduledTime: leave it out'],
  [{ ...SCHEDULED, scheduledTime: 'tomorrow' }, 'scheduledTime: leave it out'],
])('%j is refused', async (input, problem) => {
  await expect(begin(input)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringContaining(problem),
  });
});

test.each([0, 1, 720, null])('a hold of %j minutes is taken', async (holdMinutes) => {
  expect(await begin({ ...DRILL, holdMinutes })).toMatchObject({ request: { holdMinutes: holdMinutes ?? 0 } });
});

describe('the end of a hold', () => {
  const { id } = executionOf();
  const end = () => call(reports, { action: 'endHold', executionArn: id, by: 'Ada' });

  test('is written into the lock, with who wanted it', async () => {
    reports.items.set('failover', { owner: id, mode: 'drill', status: 'RUNNING' });
    expect(await end()).toMatchObject({ by: 'Ada' });
    expect(reports.items.get('failover')).toMatchObject({ holdEndedBy: 'Ada', holdEndedAt: at('03:46:51') });
  });

  test.each([
    ['another drill is at work', { owner: 'other', mode: 'drill', status: 'RUNNING' }],
    ['it is a failover', { owner: id, mode: 'failover', status: 'RUNNING' }],
    ['it has ended', { owner: id, mode: 'drill', status: 'COMPLETE' }],
    ['there has never been a drill', undefined],
  ])('is refused where %s', async (_, lock) => {
    if (lock !== undefined) reports.items.set('failover', lock);
    await expect(end()).rejects.toMatchObject({ name: 'InvalidRequestError' });
    expect(reports.items.get('failover')).toEqual(lock);
  });
});

test('a standby that stays up says until when, where, and how to end it', async () => {
  const request = { ...DRILL_COMPLETE.request, holdMinutes: 60 };
  const hold = { from: at('03:46:50'), until: at('04:46:50') };
  const execution = executionOf({ ...DRILL, holdMinutes: 60 });
  expect(
    await call(reports, { action: 'hold', workflow, execution, record: { ...DRILL_COMPLETE, request, hold } }),
  ).toEqual({
    subject: 'pilot-light: the standby is up for your load until 04:46 UTC',
    message: expect.stringMatching(
      /stays up until 04:46 UTC\.[^]*curl -sS --connect-to app\.example\.com:443:api-standby\.example\.com:443 https:\/\/app\.example\.com\/health[^]*"action":"endHold","executionArn":"[^"]*:now","by":"YOUR NAME"[^]*Recovery time: 47 minutes; the hold does not count\.[^]*Cluster: arn:aws:rds:/,
    ),
  });
});
