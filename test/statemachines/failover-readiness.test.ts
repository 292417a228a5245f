import { functionError } from './failover-functions';
import { FAILOVER, run } from './failover-run';

describe('what readiness already knew', () => {
  const report = (checks: readonly object[], state: string) =>
    JSON.stringify({ version: 1, state, checkedAt: '2026-11-22T02:20:00.000Z', checks });
  const quota = { name: 'quota-db-clusters', state: 'not-ready', detail: '40 of 40 are used', fix: 'ask for more' };
  const fine = { name: 'lock', state: 'ready', detail: 'free', fix: null };

  test('is in the record and in the notification', async () => {
    const { result, evidence, notifications } = await run({
      input: FAILOVER,
      readiness: report([fine, quota], 'not-ready'),
    });
    expect(result.status).toBe('SUCCEEDED');
    expect(evidence.readiness).toEqual({
      state: 'not-ready',
      checkedAt: '2026-11-22T02:20:00.000Z',
      ageMinutes: 40,
      problems: [quota],
    });
    expect(notifications[0]?.Message).toContain(
      'Readiness before: not-ready (02:20 UTC, 40 minutes before the start): quota-db-clusters (not-ready): 40 of 40 are used.',
    );
  });

  test('is said to be fine when it was', async () => {
    const { evidence, notifications } = await run({ input: FAILOVER, readiness: report([fine], 'ready') });
    expect(evidence.readiness).toMatchObject({ state: 'ready', problems: [] });
    expect(notifications[0]?.Message).toContain('(02:20 UTC, 40 minutes before the start).');
  });

  test('is in the record of a failover that stopped, too', async () => {
    const { evidence } = await run({
      input: FAILOVER,
      readiness: report([quota], 'not-ready'),
      functions: {
        FindLatestRecoveryPointArn: () => {
          throw functionError('UnsafeToProceedError', 'no-usable-recovery-point');
        },
      },
    });
    expect(evidence.verdict).toBe('failed');
    expect(evidence.readiness.problems).toEqual([quota]);
  });

  test.each([
    ['there is no report', undefined],
    ['the report is no report', 'not JSON'],
    ['the report lacks its time', '{"state": "ready"}'],
  ])('stops nothing when %s', async (_, readiness) => {
    const { result, evidence, notifications } = await run({
      input: FAILOVER,
      ...(readiness === undefined ? {} : { readiness }),
    });
    expect(result.status).toBe('SUCCEEDED');
    expect(evidence.readiness).toEqual({ state: 'unknown', checkedAt: null, ageMinutes: null, problems: [] });
    expect(notifications[0]?.Message).toContain('Readiness before: unknown');
  });
});
