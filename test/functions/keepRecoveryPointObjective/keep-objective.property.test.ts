import { worstAgeMs } from '../../../functions/keepRecoveryPointObjective/breach';
import { keepObjective, type Outlook } from '../../../functions/keepRecoveryPointObjective/keep-objective';
import type { Times } from '../../../functions/shared/forecast/pipeline';
import { isDue } from '../../../functions/keepRecoveryPointObjective/start-rule';
import { assertProperty, fc } from '../../properties/assert-property';
import { type Course, HOUR, type Kept, MINUTE, run } from './backup-service';

const TICK = 5 * MINUTE;
const AHEAD = 3 * HOUR;
/** From here on what was in the vault at the beginning is forgotten. */
const STEADY = 3 * HOUR;
const END = 5 * HOUR;
/** So long it may wait before the rule begins. */
const PAUSED = HOUR;
/** Where backups and copies, one at a time, take more of an hour, they wait for each other so closely that less is claimed. */
const ROOMY_MS = 45 * MINUTE;

const minutes = (min: number, max: number) => fc.integer({ min, max }).map((value) => value * MINUTE);
interface Drawn {
  readonly copyMs: fc.Arbitrary<number>;
  /** What the objective would take at least, were it not for queues. */
  readonly extrasAnHour: fc.Arbitrary<number>;
  readonly roomMs: fc.Arbitrary<number>;
}

const worlds = ({ copyMs, extrasAnHour, roomMs }: Drawn) =>
  fc
    .record({
      times: fc.record({ startDelayMs: minutes(1, 5), backupMs: minutes(2, 14), copyMs }),
      /** From the first tick to the plan's next run. */
      firstPlanMs: minutes(1, 60),
      /** Of the newest point at the first tick. */
      ageMs: minutes(0, 60),
      extrasAnHour,
      roomMs,
    })
    .map((world) => ({ ...world, objectiveMs: leastAge(world.times, world.extrasAnHour) + world.roomMs }));
type World = ReturnType<typeof worlds> extends fc.Arbitrary<infer Value> ? Value : never;

describe('beside an hourly plan, what can be held is held, and what is said comes true', () => {
  test('over ten thousand drawn times, with an objective that one more backup an hour may hold', async () => {
    const held = worlds({ copyMs: minutes(3, 17), extrasAnHour: fc.constant(1), roomMs: minutes(5, 45) });
    await assertProperty(fc.property(held, keepsItsWord), { runs: 10_000 });
  });

  test('with any objective, those that nothing holds among them', async () => {
    const any = worlds({
      copyMs: minutes(3, 40),
      extrasAnHour: fc.integer({ min: 0, max: 2 }),
      roomMs: minutes(0, 30),
    });
    await assertProperty(fc.property(any, keepsItsWord), { runs: 500 });
  });
});

function keepsItsWord(world: World): void {
  const { objectiveMs } = world;
  const { said, limitMs, kept } = keep(world);
  expect(kept.refused).toBe(0);

  const worstMs = worstOf(kept, 0, AHEAD) ?? 0;
  expect(worstMs).toBeLessThanOrEqual(said.worstAgeMs ?? 0);
  // What is started for the time after the horizon lands before it, and is not foreseen.
  expect(said.worstAgeMs).toBeLessThanOrEqual(Math.max(worstMs, limitMs));
  if (said.state === 'holds') expect(said.worstAgeMs).toBeLessThanOrEqual(objectiveMs);
  // What lands at that instant ends the breach.
  const heldMs = (said.heldFromMs ?? AHEAD) + 1;
  expect(worstOf(kept, heldMs, AHEAD) ?? 0).toBeLessThanOrEqual(objectiveMs);

  const steadyMs = worstOf(kept, STEADY, END) ?? 0;
  if (world.roomMs < TICK || !hasRoom(world, Math.max(2, world.extrasAnHour + 1))) return;
  if (steadyMs > objectiveMs) expect(repeatingThatHolds(world)).toBeUndefined();
  expect(steadyMs).toBeLessThanOrEqual(limitMs);
}

const course = ({ times, firstPlanMs, ageMs }: World): Omit<Course, 'start'> => ({
  times,
  planIntervalMs: HOUR,
  tickMs: TICK,
  firstTickMs: 0,
  firstPlanMs,
  newestMs: -ageMs,
  untilMs: END,
  warmUpMs: STEADY,
});

/** What is said at the first tick, and what comes of the rule. */
function keep(world: World): {
  readonly said: Outlook;
  /** What is kept: the objective, or what is said to take its place. */
  readonly limitMs: number;
  readonly kept: Kept;
} {
  const { objectiveMs } = world;
  let said: Outlook | undefined;
  let limitMs = objectiveMs;
  const kept = run({
    ...course(world),
    start: (nowMs, pipeline) => {
      const horizonMs = nowMs + AHEAD;
      if (said !== undefined && nowMs <= PAUSED) return said.extrasMs.includes(nowMs);
      if (said !== undefined) return isDue(pipeline(), [], nowMs, { ageMs: limitMs, horizonMs });
      said = keepObjective(pipeline(), { objectiveMs, marginMs: 0, horizonMs });
      if (said.best?.kind === 'age') limitMs = said.best.ageMs;
      return said.startBackup;
    },
  });
  if (said === undefined) throw new Error('nobody was asked');
  return { said, limitMs, kept };
}

/** The greatest age of the newest point between two instants. */
function worstOf({ landings, begunWithMs }: Kept, fromMs: number, toMs: number): number | undefined {
  return worstAgeMs({ nowMs: 0, newestMs: begunWithMs }, landings, toMs, fromMs);
}

/** The minutes, the same each hour, of up to two extra backups that hold the objective and leave copies room. */
function repeatingThatHolds(world: World): readonly number[] | undefined {
  const { times, objectiveMs } = world;
  return PATTERNS.find((pattern) => {
    if (!hasRoom(world, pattern.length + 1)) return false;
    if (objectiveMs < leastAge(times, pattern.length)) return false;
    const start = (nowMs: number) => pattern.includes((nowMs / TICK) % 12);
    const { worstAgeMs: worst, refused } = run({ ...course(world), start, atMostMs: objectiveMs });
    return refused === 0 && worst <= objectiveMs;
  });
}

const hasRoom = ({ times }: World, anHour: number) => anHour * (times.backupMs + times.copyMs) <= ROOMY_MS;

/** Of points that are created evenly: what lands is as old as its backup and copy take, and waits for the next. */
function leastAge({ backupMs, copyMs }: Times, extrasAnHour: number): number {
  return backupMs + copyMs + HOUR / (extrasAnHour + 1);
}

const ticks = Array.from({ length: 12 }, (_, index) => index);
const PATTERNS: readonly (readonly number[])[] = [
  [],
  ...ticks.map((one) => [one]),
  ...ticks.flatMap((one) => ticks.filter((other) => other > one).map((other) => [one, other])),
];
