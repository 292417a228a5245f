import { changeSince, judge, toReport } from '../../../functions/readiness/decide';
import type { Facts } from '../../../functions/readiness/facts';
import { factsWith, newest, POLICY, read } from './facts';

describe('the report', () => {
  const about = { workload: 'w', region: 'us-west-2', checkedAt: '2026-11-22T03:00:00Z', trigger: 'schedule' } as const;
  const reportOf = (changes: Partial<Facts>) => toReport(judge(factsWith(changes), POLICY), about);

  test('is as bad as its worst check', () => {
    expect(reportOf({})).toMatchObject({ state: 'ready', counts: { degraded: 0, notReady: 0 } });
    expect(reportOf({ recoveryPoints: newest(90) })).toMatchObject({ state: 'degraded', counts: { degraded: 1 } });
    const both = reportOf({ recoveryPoints: newest(90), keyState: read('Disabled') });
    expect(both).toMatchObject({ state: 'not-ready', counts: { degraded: 1, notReady: 1 } });
  });

  test('that says what the one before said is no change, whatever the details', () => {
    expect(changeSince(reportOf({}), reportOf({ recoveryPoints: newest(31) }))).toBeUndefined();
    expect(
      changeSince(reportOf({ recoveryPoints: newest(90) }), reportOf({ recoveryPoints: newest(95) })),
    ).toBeUndefined();
  });

  test('that differs says what, from what, and what to do', () => {
    const change = changeSince(reportOf({}), reportOf({ keyState: read('Disabled') }));
    expect(change).toMatchObject({ state: 'not-ready', previousState: 'ready' });
    expect(change?.checks).toEqual([
      expect.objectContaining({
        name: 'key',
        from: 'ready',
        to: 'not-ready',
        fix: expect.stringContaining('enable-key'),
      }),
    ]);
    expect(change?.message).toMatch(
      /is not-ready, after ready\. key \(ready → not-ready\): .* is Disabled.*enable-key/,
    );
  });

  test('is a change too when one check takes the place of another', () => {
    const change = changeSince(reportOf({ keyState: read('Disabled') }), reportOf({ vault: read(undefined) }));
    expect(change?.checks.map(({ name, to }) => [name, to])).toEqual([
      ['vault', 'not-ready'],
      ['key', 'ready'],
    ]);
  });

  test('that is the first of all tells what is wrong only', () => {
    expect(changeSince(undefined, reportOf({}))).toMatchObject({
      previousState: 'unknown',
      state: 'ready',
      checks: [],
    });
    const first = changeSince(undefined, reportOf({ keyState: read('Disabled') }));
    expect(first?.checks).toHaveLength(1);
    expect(first?.message).toContain('is not-ready. key (not-ready): ');
  });
});
