import { keepObjective } from '../../../functions/keepRecoveryPointObjective/keep-objective';
import type { Pipeline } from '../../../functions/shared/forecast/pipeline';

const MINUTE = 60_000;
/** 10:00, when the plan is due; ours is 3 minutes to the start, 10 for the backup, 15 for the copy. */
const TEN = Date.parse('2026-11-22T10:00:00Z');
const at = (minutes: number) => TEN + minutes * MINUTE;

function pipeline(nowMinutes: number, newestMinutes: number | undefined, more: Partial<Pipeline> = {}): Pipeline {
  const nowMs = at(nowMinutes);
  return {
    nowMs,
    tickMs: 5 * MINUTE,
    times: { startDelayMs: 3 * MINUTE, backupMs: 10 * MINUTE, copyMs: 15 * MINUTE },
    newestMs: newestMinutes === undefined ? undefined : at(newestMinutes),
    backups: [],
    copies: [],
    planRunsMs: [0, 60, 120, 180, 240].map(at).filter((runMs) => runMs > nowMs),
    ...more,
  };
}

const decide = (of: Pipeline, objectiveMinutes = 60, marginMinutes = 2) =>
  keepObjective(of, {
    objectiveMs: objectiveMinutes * MINUTE,
    marginMs: marginMinutes * MINUTE,
    horizonMs: of.nowMs + 240 * MINUTE,
  });

test('waits while a later start still comes in time', () => {
  // The point of 10:03 may get 58 minutes old, until 11:01. A backup that starts at 10:30 lands at 11:00.
  expect(decide(pipeline(25, 3))).toMatchObject({ state: 'holds', startBackup: false });
  expect(new Date(decide(pipeline(25, 3)).extrasMs[0] ?? 0).toISOString()).toBe('2026-11-22T10:30:00.000Z');
});

test('starts at the last moment that comes in time', () => {
  expect(decide(pipeline(30, 3))).toMatchObject({ state: 'holds', startBackup: true });
});

test('starts nothing when what is under way is enough', () => {
  const underWay = pipeline(35, 3, { backups: [{ requestedAtMs: at(30), createdAtMs: at(33), isOurs: true }] });
  expect(decide(underWay)).toMatchObject({ state: 'holds', startBackup: false });
  const copying = pipeline(45, 3, {
    copies: [{ pointMs: at(33), requestedAtMs: at(45), startedAtMs: at(45), isOurs: true }],
  });
  expect(decide(copying)).toMatchObject({ state: 'holds', startBackup: false });
});

test('starts nothing when the plan alone keeps the objective, and says what it comes to', () => {
  const verdict = decide(pipeline(30, 3), 90);
  expect(verdict).toMatchObject({ state: 'holds', startBackup: false, extrasMs: [] });
  expect((verdict.worstAgeMs ?? 0) / MINUTE).toBe(85);
});

test('starts no backup while one is under way, however late it is', () => {
  const late = pipeline(65, -57, { backups: [{ requestedAtMs: at(60), createdAtMs: undefined, isOurs: false }] });
  expect(decide(late)).toMatchObject({ state: 'recovering', startBackup: false, heldFromMs: at(90) });
});

test('takes the soonest way back when the objective cannot be kept any more', () => {
  // The newest point is of 9:03, and the backup of 10:00 has failed.
  expect(decide(pipeline(15, -57))).toMatchObject({ state: 'recovering', startBackup: true, heldFromMs: at(45) });
});

test('starts at once when the standby vault holds nothing', () => {
  expect(decide(pipeline(15, undefined))).toMatchObject({ state: 'recovering', startBackup: true });
});

test('a copy into another vault keeps ours waiting, and counts for nothing', () => {
  const busy = (sinceMinutes: number) => {
    const copy = { requestedAtMs: at(sinceMinutes), startedAtMs: at(sinceMinutes), isOurs: false };
    return { copies: [{ ...copy, pointMs: undefined }] };
  };
  expect(decide(pipeline(30, 3, busy(20)))).toMatchObject({ state: 'holds', startBackup: true });
  // The backup begins at 10:36 and is done at 10:46: its copy is asked for at 10:50, and lands at 11:05.
  expect(decide(pipeline(30, 3, busy(21)))).toMatchObject({ state: 'recovering', heldFromMs: at(65) });
  const alone = decide(pipeline(25, 3));
  expect(decide(pipeline(25, 3, busy(20))).worstAgeWithoutExtrasMs).toBe(alone.worstAgeWithoutExtrasMs);
});

describe('an objective that no schedule holds', () => {
  const slow = (copyMinutes: number, backupMinutes = 10): Partial<Pipeline> => ({
    times: { startDelayMs: 3 * MINUTE, backupMs: backupMinutes * MINUTE, copyMs: copyMinutes * MINUTE },
  });

  test('copies that take longer than the plan leaves between them pile up: nothing is added to them', () => {
    const verdict = decide(pipeline(30, -57, slow(90)));
    expect(verdict).toMatchObject({
      state: 'cannotHold',
      startBackup: false,
      best: { kind: 'diverges', planIntervalMs: 60 * MINUTE },
    });
  });

  test('with one copy between two of the plan, the smallest age that can be held is said, and held', () => {
    // In an hour: the plan's copy and one more. Their ages add up to 60 + 2 * (3 + 25), so that one is 58 at least.
    const copying = { copies: [{ pointMs: at(3), requestedAtMs: at(6), startedAtMs: at(6), isOurs: false }] };
    const verdict = decide(pipeline(25, -27, { ...slow(25, 3), ...copying }), 55, 0);
    expect(verdict.state).toBe('cannotHold');
    const ageMinutes = verdict.best?.kind === 'age' ? verdict.best.ageMs / MINUTE : 0;
    expect(ageMinutes).toBeGreaterThanOrEqual(58);
    expect(ageMinutes).toBeLessThanOrEqual(63);
    expect((verdict.worstAgeMs ?? 0) / MINUTE).toBeLessThanOrEqual(ageMinutes);
    expect((verdict.worstAgeWithoutExtrasMs ?? 0) / MINUTE).toBe(88);
    expect(verdict.startBackup).toBe(true);
  });

  test('a copy that fits only once between two of the plan helps nobody', () => {
    expect(decide(pipeline(15, 3, slow(35)))).toMatchObject({ state: 'cannotHold', startBackup: false });
  });

  test('one bad day is no such objective', () => {
    expect(decide(pipeline(15, -600)).state).toBe('recovering');
  });
});
