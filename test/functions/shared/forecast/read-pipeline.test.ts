import { decide } from '../../../../functions/keepRecoveryPointObjective/decide';
import { readWork } from '../../../../functions/shared/forecast/at-work';
import { measureTimes as measureWork } from '../../../../functions/shared/forecast/measured-times';
import type { Facts } from '../../../../functions/shared/forecast/facts';
import { project } from '../../../../functions/shared/forecast/pipeline';
import { readPipeline } from '../../../../functions/shared/forecast/read-pipeline';
import { arnOf, at, backup, COPIED, copy, MINUTE, point, VAULT } from '../../keepRecoveryPointObjective/facts';

const surroundings = {
  standbyVaultArn: VAULT,
  schedules: ['cron(0 * * * ? *)'],
  tickMs: 5 * MINUTE,
  horizonMs: 240 * MINUTE,
  copied: COPIED,
  copiesAtATime: 5,
  isKept: true,
};
const measureTimes = (points: Facts['primaryPoints'], jobs: Facts['jobs'], nowMs: number) =>
  measureWork(readWork(points, jobs), jobs, nowMs);
const OURS = { isScheduled: false };

/** At 10:30 the backup of 10:00 is there, and its copy on its way. */
function facts(nowMinutes: number, more: Partial<Facts> = {}): Facts {
  return {
    nowMs: at(nowMinutes),
    standbyPoints: [point('a', -57, -32)],
    primaryPoints: [point('a', -57, -47), point('b', 3, 13)],
    jobs: [backup('a', -60, -47), copy('a', -47, -32), backup('b', 0, 13), copy('b', 13, undefined)],
    otherCopies: [],
    ...more,
  };
}
const read = (of: Facts) => readPipeline(of, surroundings);
const act = (of: Facts, objectiveMinutes = 60) =>
  decide(read(of), {
    objectiveMs: objectiveMinutes * MINUTE,
    marginMs: 2 * MINUTE,
    horizonMs: of.nowMs + 240 * MINUTE,
  });

test('what is there, under way and due is read from lists in any order', () => {
  const { pipeline } = read(facts(20));
  expect(pipeline).toMatchObject({
    newestMs: at(-57),
    backups: [],
    copies: [{ pointMs: at(3), startedAtMs: at(13), isOurs: false }],
    planRunsMs: [60, 120, 180, 240].map(at),
    times: { startDelayMs: 3 * MINUTE, backupMs: 10 * MINUTE, copyMs: 15 * MINUTE },
  });
});

test('a copy that expires before a restore is done does not count', () => {
  const expiring = { ...point('b', 3, 18), deleteAtMs: at(20 + 359) };
  const { pipeline } = read(facts(20, { standbyPoints: [point('a', -57, -32), expiring] }));
  expect(pipeline.newestMs).toBe(at(-57));
});

test('a backup that expires soon is copied all the same: its copy has a lifetime of its own', () => {
  const primaryPoints = [{ ...point('c', 5, 15), deleteAtMs: at(60) }];
  const reading = read(facts(20, { primaryPoints, jobs: [backup('c', 2, 15, OURS)] }));
  expect(reading.ours?.recoveryPointArn).toBe(arnOf('c'));
});

test('a run of the plan that is due and has no job yet is on its way', () => {
  const jobs = [backup('a', -60, -47), copy('a', -47, -32)];
  expect(read(facts(2, { jobs })).pipeline.backups).toEqual([
    { requestedAtMs: at(0), createdAtMs: undefined, isOurs: false },
  ]);
  expect(read(facts(16, { jobs })).pipeline.backups).toEqual([]);
});

test("the copy of the plan's backup that was done just now is on its way before it is listed", () => {
  const jobs = [backup('a', -60, -47), copy('a', -47, -32), backup('b', 0, 13)];
  expect(read(facts(15, { jobs })).pipeline.copies).toEqual([
    expect.objectContaining({ pointMs: at(3), isOurs: false }),
  ]);
  expect(read(facts(30, { jobs })).pipeline.copies).toEqual([]);
});

test('a backup under way has begun once its recovery point is listed', () => {
  const jobs = [backup('c', 20, undefined, OURS)];
  expect(read(facts(22, { jobs })).pipeline.backups).toEqual([
    { requestedAtMs: at(20), createdAtMs: undefined, isOurs: true },
  ]);
  const primaryPoints = [point('c', 23, undefined)];
  expect(read(facts(25, { jobs, primaryPoints })).pipeline.backups).toEqual([
    { requestedAtMs: at(20), createdAtMs: at(23), isOurs: true },
  ]);
});

test('a backup of ours that is done is copied, once', () => {
  const done = facts(45, {
    standbyPoints: [point('b', 3, 28)],
    primaryPoints: [point('b', 3, 13), point('c', 33, 43)],
    jobs: [backup('b', 0, 13), copy('b', 13, 28), backup('c', 30, 43, OURS)],
  });
  expect(act(done).copy).toEqual(expect.objectContaining({ recoveryPointArn: arnOf('c'), failures: 0 }));
  const asked = { ...done, jobs: [...done.jobs, copy('c', 45, undefined, OURS)] };
  expect(act(asked).copy).toBeUndefined();
});

test('a backup of ours is not copied when a newer one is there or on its way', () => {
  const overtaken = facts(75, {
    standbyPoints: [point('b', 3, 28)],
    primaryPoints: [point('b', 3, 13), point('c', 33, 43), point('d', 63, 73)],
    jobs: [
      backup('b', 0, 13),
      copy('b', 13, 28),
      backup('c', 30, 43, OURS),
      backup('d', 60, 73),
      copy('d', 73, undefined),
    ],
  });
  expect(act(overtaken).copy).toBeUndefined();
});

test('one copy of ours at a time is asked for', () => {
  const two = facts(45, {
    standbyPoints: [point('a', -57, -32)],
    primaryPoints: [point('b', 3, 13), point('c', 33, 43)],
    jobs: [backup('b', 0, 13, OURS), copy('b', 40, undefined, OURS), backup('c', 30, 43, OURS)],
  });
  expect(act(two).copy).toBeUndefined();
});

describe('copies of other databases into the standby region', () => {
  const others = (count: number) => Array.from({ length: count }, (_, index) => ({ createdAtMs: at(30 + index) }));
  /** The newest point is of 9:03, and the backup of 10:00 is not there: one is due. */
  const due = (count: number) =>
    facts(40, { primaryPoints: [], jobs: [backup('a', -60, -47), copy('a', -47, -32)], otherCopies: others(count) });

  test('leave room: a backup is started beside four of them', () => {
    expect(act(due(4))).toMatchObject({ startBackup: true, isHeldUp: false });
  });

  test('take all that the account may copy at a time: nothing is started, and the forecast waits for the first of them', () => {
    const { pipeline } = read(due(5));
    // The first has been asked for at 10:30, and a copy takes 15 minutes.
    expect(pipeline.heldUpUntilMs).toBe(at(45));
    const verdict = act(due(5));
    expect(verdict).toMatchObject({ startBackup: false, isHeldUp: true, state: 'recovering' });
    expect(verdict.extrasMs[0]).toBe(at(45));
    // The second place is free at 10:46, and the sixth copy waits for the first.
    expect(read(due(6)).pipeline.heldUpUntilMs).toBe(at(46));
  });

  test('hold back the copy of a backup of ours, but not one that is at work', () => {
    const done = facts(45, {
      standbyPoints: [point('b', 3, 28)],
      primaryPoints: [point('b', 3, 13), point('c', 33, 43)],
      jobs: [backup('b', 0, 13), copy('b', 13, 28), backup('c', 30, 43, OURS)],
    });
    expect(act(done).copy).toBeDefined();
    expect(act({ ...done, otherCopies: others(5) }).copy).toBeUndefined();
    const atWork = { ...done, jobs: [...done.jobs, copy('c', 44, undefined, OURS)], otherCopies: others(5) };
    expect(read(atWork).pipeline.copies).toEqual([expect.objectContaining({ startedAtMs: at(44) })]);
    const waiting = copy('c', 44, undefined, { ...OURS, state: 'CREATED' });
    const held = read({ ...atWork, jobs: [...done.jobs, waiting] }).pipeline;
    expect(project(held, []).landings[0]).toEqual({ createdAtMs: at(33), atMs: at(60) + 1 });
  });

  test('that take longer than expected can end at any moment: it is asked again at the next tick', () => {
    const late = { ...due(5), otherCopies: Array.from({ length: 5 }, () => ({ createdAtMs: at(-100) })) };
    const verdict = act(late);
    expect(verdict).toMatchObject({ startBackup: false, isHeldUp: true });
    expect(verdict.extrasMs[0]).toBe(at(45));
  });
});

describe('a copy that failed', () => {
  const failed = (times: number) =>
    facts(25, {
      jobs: [
        backup('a', -60, -47),
        copy('a', -47, -32),
        backup('b', 0, 13),
        ...Array.from({ length: times }, (_, index) => copy('b', 13 + index, 15 + index, { state: 'FAILED' })),
      ],
    });

  test('is made again instead of another backup', () => {
    expect(act(failed(1), 90)).toMatchObject({
      copy: { recoveryPointArn: arnOf('b'), failures: 1 },
      startBackup: false,
    });
  });

  test('is given up after the third time: a new backup takes its place', () => {
    expect(act(failed(3), 90)).toMatchObject({ copy: undefined, startBackup: true });
  });
});

test('after three failed backups of ours within the hour there is a pause', () => {
  const failing = (minutes: number) => ({
    ...backup('x', minutes, minutes + 5, OURS),
    state: 'FAILED',
    recoveryPointArn: undefined,
  });
  const empty = facts(40, { standbyPoints: [], primaryPoints: [], jobs: [failing(0), failing(10), failing(20)] });
  expect(act(empty)).toMatchObject({ startBackup: false, isBackingOff: true });
  expect(act({ ...empty, jobs: [failing(-30), failing(10), failing(20)] })).toMatchObject({ startBackup: true });
});

describe('times', () => {
  test('do not contain the time in which something else was at work', () => {
    const points = [point('b', 3, 13), point('c', 13, 23)];
    const jobs = [
      backup('b', 0, 13),
      backup('c', 8, 23, OURS),
      copy('b', 13, 28),
      // It waited until 10:28 and took 15 minutes.
      copy('c', 25, 43, OURS),
    ];
    expect(measureTimes(points, jobs, at(50))).toEqual({
      times: { startDelayMs: 3 * MINUTE, backupMs: 10 * MINUTE, copyMs: 15 * MINUTE },
      backups: 2,
      // What the first one waited for is not known.
      copies: 1,
    });
  });

  test('are what nine in ten did not exceed: one that took hours does not count', () => {
    const copies = Array.from({ length: 10 }, (_, index) => copy(`c${index}`, index * 20, index * 20 + 12));
    const odd = copy('odd', 400, 700);
    expect(measureTimes([], [...copies, odd], at(701)).times.copyMs).toBe(12 * MINUTE);
  });

  test('are at least what the copy at work has taken already', () => {
    const waiting = copy('c', 14, undefined);
    expect(measureTimes([], [copy('b', 13, undefined), waiting], at(73)).times.copyMs).toBe(60 * MINUTE);
    expect(measureTimes([], [copy('b', 13, 33), waiting], at(38)).times.copyMs).toBe(20 * MINUTE);
  });

  test('are assumed until something has been measured', () => {
    expect(measureTimes([], [copy('b', 13, 20, { state: 'FAILED' })], at(30))).toMatchObject({ backups: 0, copies: 0 });
  });
});
