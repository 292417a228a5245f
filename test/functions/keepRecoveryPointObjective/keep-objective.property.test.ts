import { firstBreach } from '../../../functions/keepRecoveryPointObjective/breach';
import { keepObjective, type Outlook } from '../../../functions/keepRecoveryPointObjective/keep-objective';
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
  /** What is kept in a day, and what was said at the ticks after the warm-up. */
  const keep = (of: Omit<Course, 'start'>, objectiveMs: number) => {
    const said = new Set<Outlook['state']>();
    let namedMs = 0;
    const start = (pipeline: Pipeline) => {
      const horizonMs = pipeline.nowMs + 4 * HOUR;
      const { state, best, startBackup } = keepObjective(pipeline, { objectiveMs, marginMs: 0, horizonMs });
      if (pipeline.nowMs >= of.warmUpMs) {
        said.add(state);
        namedMs = Math.max(namedMs, best?.kind === 'age' ? best.ageMs : objectiveMs);
      }
      return startBackup;
    };
    return { ...run({ ...of, start }), said: [...said], namedMs };
  };

  test('holds the objective whenever some schedule does that repeats each hour and leaves copies room, with no more extra backups', async () => {
    await assertProperty(
      fc.property(
        times,
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 20 }),
        (t, tickMinute, roomMinutes) => {
          const firstTickMs = tickMinute * MINUTE;
          const best = bestRepeating(course(t, firstTickMs, 12));
          const objectiveMs = best.worstAgeMs + roomMinutes * MINUTE;
          const day = course(t, firstTickMs, 24);
          const kept = keep(day, objectiveMs);
          expect(kept.refused).toBe(0);
          // What it takes to get there, and the rest of the last hour.
          expect(kept.extras).toBeLessThanOrEqual(24 * best.extrasAnHour + 2);
          if (best.extrasAnHour < 2 || 3 * t.copyMs <= ROOMY_MS) {
            expect(kept.worstAgeMs).toBeLessThanOrEqual(objectiveMs);
            return;
          }
          // The search may miss it: then no more is claimed than is kept, and it never harms.
          expect(kept.worstAgeMs).toBeLessThanOrEqual(run({ ...day, start: () => false }).worstAgeMs);
          if (!kept.said.includes('recovering')) expect(kept.worstAgeMs).toBeLessThanOrEqual(kept.namedMs);
        },
      ),
      { runs: 40 },
    );
  });

  /** Three copies an hour that take longer wait for each other so closely that the search misses schedules: measured. */
  const ROOMY_MS = 51 * MINUTE;

  describe('a schedule that the search misses, with three copies that fill nine tenths of the hour', () => {
    // It repeats by the hour, and a search that finds nothing takes long.
    const world = (startDelay: number, backup: number, copy: number, firstTick: number) => {
      const t = { startDelayMs: startDelay * MINUTE, backupMs: backup * MINUTE, copyMs: copy * MINUTE };
      return { ...course(t, firstTick * MINUTE, 4), warmUpMs: 2 * HOUR };
    };
    const best = (of: Omit<Course, 'start'>) => bestRepeating(course(of.times, of.firstTickMs, 12)).worstAgeMs;

    // fast-check's seed -1381390916, path 31:0:0:5:5:4:3:1:0.
    test('is said not to exist, and the age that is named instead is kept: 48 minutes for an objective of 47', () => {
      const found = world(1, 2, 18, 0);
      expect(best(found)).toBe(42 * MINUTE);
      expect(keep(found, 46 * MINUTE)).toMatchObject({ said: ['holds'], worstAgeMs: 42 * MINUTE });
      expect(keep(found, 47 * MINUTE)).toMatchObject({
        said: ['cannotHold'],
        namedMs: 48 * MINUTE,
        worstAgeMs: 48 * MINUTE,
      });
    });

    test('may cost all extra backups: the age is that of the plan alone, and is said to recover', () => {
      const found = world(2, 5, 18, 3);
      expect(best(found)).toBe(46 * MINUTE);
      expect(keep(found, 54 * MINUTE)).toMatchObject({ said: ['recovering'], extras: 0, worstAgeMs: 83 * MINUTE });
    });
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
