import { parseSchedule } from '../../../../simulator/services/events/schedule-expression';

// A Tuesday.
const NOW = '2026-11-24T10:03:00Z';

describe('a schedule', () => {
  test.each([
    ['rate(5 minutes)', '2026-11-24T10:08:00.000Z'],
    ['rate(1 day)', '2026-11-25T10:03:00.000Z'],
    ['cron(0 * * * ? *)', '2026-11-24T11:00:00.000Z'],
    ['cron(0 3 * * ? *)', '2026-11-25T03:00:00.000Z'],
    ['cron(0/15 * * * ? *)', '2026-11-24T10:15:00.000Z'],
    ['cron(*/10 8-17 ? * MON-FRI *)', '2026-11-24T10:10:00.000Z'],
    ['cron(0 6 1 * ? *)', '2026-12-01T06:00:00.000Z'],
    // The first day of the week is Sunday.
    ['cron(0 6 ? * 1 *)', '2026-11-29T06:00:00.000Z'],
    ['cron(0 6 ? JAN SUN 2028)', '2028-01-02T06:00:00.000Z'],
  ])('%s is due next at %s', (expression, expected) => {
    const due = parseSchedule(expression)(Date.parse(NOW));
    expect(new Date(due ?? 0).toISOString()).toBe(expected);
  });

  test('of a year that is over is never due', () => {
    expect(parseSchedule('cron(0 6 1 1 ? 2020)')(Date.parse(NOW))).toBeUndefined();
  });

  test.each([
    'rate(1 minutes)',
    'rate(5 minute)',
    'rate(0 minutes)',
    'cron(0 3 * * *)',
    'cron(0 3 * * * *)',
    'cron(0 3 ? * ? *)',
    'cron(61 3 * * ? *)',
    'every hour',
  ])('%s is refused', (expression) => {
    expect(() => parseSchedule(expression)).toThrow(`ScheduleExpression is not valid: ${expression}`);
  });

  test('with L, W or # says that they are not modelled', () => {
    expect(() => parseSchedule('cron(0 3 L * ? *)')).toThrow('not modelled');
  });
});
