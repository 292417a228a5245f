import { lostRows, type TableRows, totalOf } from '../../../rehearsal/stage/rows';

const counted = (count: number): TableRows => ({ count, written: undefined });
const timed = (...keys: readonly string[]): TableRows => ({
  count: keys.length,
  written: keys.map((key) => ({ key, atMs: 0 })),
});

test('rows are counted over all tables', () => {
  expect(
    totalOf(
      new Map([
        ['public.orders', counted(3)],
        ['public.lines', timed('a', 'b')],
      ]),
    ),
  ).toBe(5);
});

test('lost is what a table has less, or the rows that are not there where they can be told apart', () => {
  const before = new Map([
    ['public.orders', counted(10)],
    ['public.lines', counted(4)],
    ['public.gone', counted(2)],
    ['public.heartbeats', timed('a', 'b', 'c')],
  ]);
  const restored = new Map([
    ['public.orders', counted(7)],
    ['public.lines', counted(5)],
    ['public.heartbeats', timed('a', 'x', 'y', 'z')],
  ]);
  expect(lostRows(before, restored)).toBe(3 + 0 + 2 + 2);
});
