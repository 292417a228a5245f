import { firstBreach } from '../../../functions/keepRecoveryPointObjective/breach';
import { keepObjective } from '../../../functions/keepRecoveryPointObjective/keep-objective';
import {
  type Pipeline,
  project,
  type Projection,
  type Times,
} from '../../../functions/keepRecoveryPointObjective/pipeline';
import { scheduleExtras } from '../../../functions/keepRecoveryPointObjective/schedule-extras';
import { assertProperty, fc } from '../../properties/assert-property';
import { type Course, HOUR, MINUTE, run } from './backup-service';

const TICK = 5 * MINUTE;
const times = fc.record({
  startDelayMs: fc.integer({ min: 1, max: 5 }).map((minutes) => minutes * MINUTE),
  backupMs: fc.integer({ min: 2, max: 14 }).map((minutes) => minutes * MINUTE),
  copyMs: fc.integer({ min: 3, max: 40 }).map((minutes) => minutes * MINUTE),
});

describe('the search', () => {
  const cases = fc.record({
    times,
    /** On top of the least age that one backup and two copies behind each other come to. */
    roomMinutes: fc.integer({ min: -10, max: 40 }),
    firstRunMinutes: fc.integer({ min: 0, max: 59 }),
    newestMinutes: fc.integer({ min: 0, max: 40 }),
  });

  test('finds a schedule whenever there is one, and none has fewer extra backups', async () => {
    await assertProperty(
      fc.property(cases, ({ times: t, roomMinutes, firstRunMinutes, newestMinutes }) => {
        const horizonMs = 150 * MINUTE;
        const planRunsMs = [0, 1, 2].map((hours) => firstRunMinutes * MINUTE + hours * HOUR);
        const pipeline: Pipeline = {
          nowMs: 0,
          tickMs: TICK,
          times: t,
          newestMs: -newestMinutes * MINUTE,
          backups: [],
          copies: [],
          planRunsMs,
        };
        const limit = { ageMs: t.backupMs + 2 * t.copyMs + roomMinutes * MINUTE, horizonMs };
        const found = scheduleExtras(pipeline, limit, MOST);
        const least = byTryingAll(pipeline, limit);
        if (least !== undefined) expect(found?.length).toBeLessThanOrEqual(least);
        if (found !== undefined)
          expect(firstBreach(pipeline, project(pipeline, found).landings, limit)).toBeUndefined();
      }),
      { runs: 150 },
    );
  });

  const MOST = 3;

  /**
   * The least number of starts, of all sets of ticks up to MOST, that leaves no breach. Those that hold up the plan's own
   * backups do not count: a late one is fresher, and nobody should rely on that.
   */
  function byTryingAll(pipeline: Pipeline, limit: { readonly ageMs: number; readonly horizonMs: number }) {
    const planPoints = ({ landings }: Projection) =>
      landings
        .filter(({ extra }) => extra === undefined)
        .map(({ createdAtMs }) => createdAtMs)
        .join();
    const undisturbed = planPoints(project(pipeline, []));
    const isHeld = (extras: readonly number[]) => {
      const projection = project(pipeline, extras);
      return (
        firstBreach(pipeline, projection.landings, limit) === undefined &&
        areApart(extras, projection) &&
        planPoints(projection) === undisturbed
      );
    };
    const areApart = (extras: readonly number[], { busy }: Projection) =>
      extras.every((atMs, index) =>
        busy.every(({ fromMs, toMs, extra }) => extra === index || atMs < fromMs || atMs >= toMs),
      );
    for (let size = 0; size <= MOST; size += 1) {
      for (const extras of sets(size, 0, limit.horizonMs)) if (isHeld(extras)) return size;
    }
    return undefined;
  }

  function* sets(size: number, fromMs: number, untilMs: number): Generator<readonly number[]> {
    if (size === 0) {
      yield [];
      return;
    }
    for (let atMs = fromMs; atMs <= untilMs; atMs += TICK) {
      for (const rest of sets(size - 1, atMs + TICK, untilMs)) yield [atMs, ...rest];
    }
  }
});

describe('the keeper, every five minutes beside an hourly plan', () => {
  const course = (t: Times, firstTickMs: number, hours: number): Omit<Course, 'start'> => ({
    times: t,
    planIntervalMs: HOUR,
    tickMs: TICK,
    firstTickMs,
    untilMs: hours * HOUR,
    warmUpMs: 4 * HOUR,
  });
  const keeper = (ageMs: number) => (pipeline: Pipeline) =>
    keepObjective(pipeline, { objectiveMs: ageMs, marginMs: 0, horizonMs: pipeline.nowMs + 4 * HOUR }).startBackup;

  test('holds the objective whenever some schedule does that repeats each hour, with no more extra backups', async () => {
    await assertProperty(
      fc.property(
        times,
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 20 }),
        (t, tickMinute, roomMinutes) => {
          const firstTickMs = tickMinute * MINUTE;
          const best = bestRepeating(course(t, firstTickMs, 12));
          const objectiveMs = best.worstAgeMs + roomMinutes * MINUTE;
          const kept = run({ ...course(t, firstTickMs, 24), start: keeper(objectiveMs) });
          expect(kept.worstAgeMs).toBeLessThanOrEqual(objectiveMs);
          expect(kept.refused).toBe(0);
          // What it takes to get there, and the rest of the last hour.
          expect(kept.extras).toBeLessThanOrEqual(24 * best.extrasAnHour + 2);
        },
      ),
      { runs: 40 },
    );
  });

  /** The schedule of up to two extra backups an hour, at the same minutes each hour, with the smallest worst age. */
  function bestRepeating(of: Omit<Course, 'start'>): { readonly worstAgeMs: number; readonly extrasAnHour: number } {
    const minutes = Array.from({ length: 12 }, (_, index) => index);
    const patterns = [
      [],
      ...minutes.map((one) => [one]),
      ...minutes.flatMap((one) => minutes.filter((other) => other > one).map((other) => [one, other])),
    ];
    let best = { worstAgeMs: Number.POSITIVE_INFINITY, extrasAnHour: 0 };
    for (const pattern of patterns) {
      // More copies than fit into an hour hold nothing in the long run, however well they begin.
      if ((pattern.length + 1) * of.times.copyMs > HOUR) continue;
      const start = ({ nowMs }: Pipeline) => pattern.includes(Math.floor((nowMs - of.firstTickMs) / TICK) % 12);
      const { worstAgeMs, refused } = run({ ...of, start });
      if (refused === 0 && worstAgeMs < best.worstAgeMs) best = { worstAgeMs, extrasAnHour: pattern.length };
    }
    return best;
  }
});
