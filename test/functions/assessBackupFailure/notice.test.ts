import { decideNotice, notifiedOf } from '../../../functions/assessBackupFailure/notice';
import { NOW } from '../lambda-context';
import { incident } from './cases';

const checked = {
  severity: 'info',
  hasRecovered: false,
  isLast: false,
  isLeftAlone: false,
  windowMinutes: 60,
  nowMs: NOW,
} as const;
const RUNNING = {
  kind: 'copy',
  jobId: 'c',
  startedAt: incident().openedAt,
  state: 'running',
  detail: 'a copy',
  failure: null,
  isFailureTold: false,
} as const;

describe('a notice', () => {
  const known = incident({ notifiedSeverity: 'info' });
  test.each([
    ['opens what nobody was notified of', incident(), {}, 'opened'],
    ['opens nothing that is over already: its end says what failed', incident(), { hasRecovered: true }, 'allClear'],
    [
      'opens what is over while the primary is left alone, too',
      incident(),
      { hasRecovered: true, isLeftAlone: true },
      'opened',
    ],
    ['is not repeated', known, {}, undefined],
    ['says that it has got worse', known, { severity: 'critical' }, 'escalated'],
    ['does not say that it has got better', incident({ notifiedSeverity: 'critical' }), {}, undefined],
    ['says that it is over', known, { hasRecovered: true }, 'allClear'],
    ['says that nobody follows it any longer', known, { isLast: true }, 'unresolved'],
    ['reminds at the end of a window', known, { nowMs: NOW + 60 * 60_000 }, 'reminder'],
    [
      'does not remind of what is good and has only to stay so',
      incident({ notifiedSeverity: 'info', goodSince: incident().openedAt }),
      { nowMs: NOW + 60 * 60_000 },
      undefined,
    ],
    ['opens once while the primary is left alone', incident(), { isLeftAlone: true }, 'opened'],
    [
      'says no more while the primary is left alone',
      known,
      { isLeftAlone: true, hasRecovered: true, isLast: true, severity: 'critical', nowMs: NOW + 60 * 60_000 },
      undefined,
    ],
    [
      'says that the repair failed',
      incident({ notifiedSeverity: 'info', repair: { ...RUNNING, state: 'failed' } }),
      {},
      'repairFailed',
    ],
    [
      'says so once',
      incident({ notifiedSeverity: 'info', repair: { ...RUNNING, state: 'failed', isFailureTold: true } }),
      {},
      undefined,
    ],
  ] as const)('%s', (_, before, overrides, kind) => {
    expect(decideNotice(before, { ...checked, ...overrides })).toBe(kind);
  });

  test('that was sent is remembered by its severity; a reminder begins a window', () => {
    expect(notifiedOf(known, { kind: 'escalated', severity: 'critical' }, NOW)).toMatchObject({
      notifiedSeverity: 'critical',
    });
    expect(
      notifiedOf(incident({ notifiedSeverity: 'critical' }), { kind: 'reminder', severity: 'info' }, NOW + 1),
    ).toMatchObject({
      notifiedSeverity: 'critical',
      windowStartedAt: new Date(NOW + 1).toISOString(),
    });
  });

  test('that is fed back twice begins one window: a window has one repair', () => {
    const sent = { kind: 'reminder', severity: 'info', at: '2026-11-22T02:59:00Z' } as const;
    const once = notifiedOf(known, sent, NOW);
    expect(notifiedOf(once, sent, NOW + 60_000)).toEqual(once);
  });
});
