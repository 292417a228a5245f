import { type CreationWindow, newestFirst } from '../../../functions/shared/newest-first';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-24T10:00:00Z');
const FITS = 3_000;

/** A service that lists what was created in a window, and cuts a listing short unless everything is asked for. */
function service(created: readonly number[]) {
  const windows: CreationWindow[] = [];
  const list = (window: CreationWindow, isAll: boolean) => {
    windows.push(window);
    const { afterMs, beforeMs = Number.POSITIVE_INFINITY } = window;
    const points = created.filter((at) => at > afterMs && at < beforeMs);
    return Promise.resolve(
      isAll || points.length <= FITS ? { points, isWhole: true } : { points: points.slice(0, FITS), isWhole: false },
    );
  };
  return { list, windows };
}

async function search(created: readonly number[], isWanted: (at: number) => boolean = () => true) {
  const { list, windows } = service(created);
  for await (const points of newestFirst(list, { latestMs: NOW, isOpen: true })) {
    const wanted = points.filter(isWanted);
    if (wanted.length > 0) return { newest: Math.max(...wanted), lists: windows.length };
  }
  return { newest: undefined, lists: windows.length };
}

const hourly = (count: number, newestAt = NOW) =>
  Array.from({ length: count }, (_, hour) => newestAt - hour * 3_600_000);

test.each([1, 100, 10_000, 100_000])('finds the newest of %d in one list when it is fresh', async (count) => {
  expect(await search(hourly(count))).toEqual({ newest: NOW, lists: 1 });
});

test.each([
  [5, 2],
  [100, 3],
  [1000, 4],
  [3000, 15],
])('finds the newest of 100,000 that are %d days old in %d lists at most', async (days, lists) => {
  const newest = NOW - days * DAY;
  const found = await search(hourly(100_000, newest));
  expect(found.newest).toBe(newest);
  expect(found.lists).toBeLessThanOrEqual(lists);
});

test('halves a window until it fits, also where very many were created at once', async () => {
  const crowd = Array.from({ length: 100_000 }, (_, index) => NOW - 40 * DAY - index);
  const found = await search(crowd);
  expect(found.newest).toBe(NOW - 40 * DAY);
  expect(found.lists).toBeLessThan(40);
});

test('passes over what is not wanted, and goes on to what is older', async () => {
  const wanted = NOW - 300 * DAY;
  expect((await search(hourly(10_000), (at) => at <= wanted)).newest).toBe(wanted);
});

test('ends when there is nothing', async () => {
  expect(await search([])).toEqual({ newest: undefined, lists: 5 });
});

test('looks at everything once and loses nothing between two windows', async () => {
  const { list } = service(hourly(5_000));
  const seen = new Set<number>();
  for await (const points of newestFirst(list, { latestMs: NOW, isOpen: true })) points.forEach((at) => seen.add(at));
  expect(seen.size).toBe(5_000);
});

test('takes nothing that was created after a time that is said', async () => {
  const { list, windows } = service(hourly(100));
  for await (const points of newestFirst(list, { latestMs: NOW - DAY, isOpen: false })) {
    if (points.length > 0) break;
  }
  expect(windows).toEqual([{ afterMs: NOW - 3 * DAY - 1000, beforeMs: NOW - DAY + 1000 }]);
});
