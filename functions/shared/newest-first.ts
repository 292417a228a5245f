import { InvariantViolationError } from './errors';

const DAY_MS = 86_400_000;
/**
 * How far back the windows reach, in turn. The first holds what is there as a rule; the last is the longest retention
 * that there is, a hundred years (AWS Backup API, Lifecycle).
 */
const REACH_MS = [2, 16, 128, 1024, 36_500].map((days) => days * DAY_MS);
/** A window shorter than this is read to its end, whatever it holds. */
const SHORTEST_MS = 60_000;
/** A guard: even a million recovery points, the most that a vault holds, are found in far fewer lists. */
const MOST_LISTS = 400;

/** What was created in (after, before); without `before`, until now. */
export interface CreationWindow {
  readonly afterMs: number;
  readonly beforeMs: number | undefined;
}

export interface Listing<Point> {
  readonly points: readonly Point[];
  /** False when the window holds more than was read. */
  readonly isWhole: boolean;
}

/**
 * What a service lists in no order, newest windows first: short windows, then longer ones, and a window that holds too
 * much is halved. Whoever looks for the newest stops at the first window that has it, so the lists read grow with the
 * logarithm of what is there, not with its number. Neighbouring windows overlap by a second, because it is not said
 * whether a bound is inside: a point may come twice.
 *
 * @param list reads one window; `isAll` asks for everything, however much it is
 * @param latestMs nothing newer is wanted; `isOpen` when that is just now, and clocks may differ
 */
export async function* newestFirst<Point>(
  list: (window: CreationWindow, isAll: boolean) => Promise<Listing<Point>>,
  { latestMs, isOpen }: { readonly latestMs: number; readonly isOpen: boolean },
): AsyncGenerator<readonly Point[], void> {
  const ends = [latestMs, ...REACH_MS.map((reachMs) => Math.max(0, latestMs - reachMs))];
  // Oldest first: the next window to read is at the end.
  const waiting = REACH_MS.map((_, index) => ({
    fromMs: ends[index + 1] ?? 0,
    toMs: ends[index] ?? latestMs,
  })).reverse();
  for (let lists = 0; lists < MOST_LISTS; lists += 1) {
    const window = waiting.pop();
    if (window === undefined) return;
    const { fromMs, toMs } = window;
    const beforeMs = isOpen && toMs === latestMs ? undefined : toMs + 1000;
    const isShort = toMs - fromMs <= SHORTEST_MS;
    const { points, isWhole } = await list({ afterMs: fromMs - 1000, beforeMs }, isShort);
    if (isWhole || isShort) {
      yield points;
      continue;
    }
    const middleMs = Math.floor((fromMs + toMs) / 2);
    waiting.push({ fromMs, toMs: middleMs }, { fromMs: middleMs, toMs });
  }
  throw new InvariantViolationError(`${MOST_LISTS} lists did not reach the end of what there is`);
}
