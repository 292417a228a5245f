import { decide } from '../../../functions/assessBackupFailure/decide';
import { isEcho } from '../../../functions/assessBackupFailure/echo';
import type { Signal } from '../../../functions/assessBackupFailure/contract';
import { ago, facts, incident, job, policy, primary, signal } from './cases';

const ALARM = { key: 'event 7', kind: 'alarm', jobId: null, alarmName: 'pilot-light-backup-jobs-failed' } as const;
const AGE = { ...ALARM, alarmName: 'pilot-light-recovery-point-age-standby' } as const;
const HELD_UP = { at: new Date(ago(20)).toISOString() };
/** Closed ten minutes ago; what failed is made good. */
const CLOSED = incident({
  status: 'closed',
  closedAt: new Date(ago(10)).toISOString(),
  reachAfter: new Date(ago(60)).toISOString(),
});

function echo(given: Partial<Signal>, more: { reachAfterMs?: number; facts?: ReturnType<typeof facts> } = {}): boolean {
  const now = more.facts ?? facts();
  const exposure = decide(now, policy(120));
  return isEcho(CLOSED, { signal: signal(given), reachAfterMs: more.reachAfterMs }, now, exposure);
}

describe('an echo of what is over', () => {
  test('is the alarm about jobs that are made good', () => {
    expect(echo(ALARM)).toBe(true);
    const another = facts({ primary: primary([job('backup', 'FAILED', 2)]) });
    expect(echo(ALARM, { facts: another })).toBe(false);
  });

  test('is a failure from before the end that was held up, and is made good', () => {
    expect(echo(HELD_UP, { reachAfterMs: ago(31) })).toBe(true);
    expect(echo(HELD_UP, { reachAfterMs: ago(29) })).toBe(false);
    expect(echo({ at: new Date(ago(5)).toISOString() }, { reachAfterMs: ago(31) })).toBe(false);
  });

  test('is an alarm about the present from before the end, while none is on now', () => {
    expect(echo({ ...AGE, ...HELD_UP })).toBe(true);
    expect(echo({ ...AGE, ...HELD_UP }, { facts: facts({ alarms: [AGE.alarmName] }) })).toBe(false);
    expect(echo(AGE)).toBe(false);
  });

  test('is nothing that could not be read', () => {
    expect(echo({ ...HELD_UP, kind: 'unreadable', jobId: null })).toBe(false);
  });

  test('is nothing without an incident that is over', () => {
    const exposure = decide(facts(), policy(120));
    for (const known of [undefined, incident()]) {
      expect(isEcho(known, { signal: signal(ALARM), reachAfterMs: undefined }, facts(), exposure)).toBe(false);
    }
  });
});
