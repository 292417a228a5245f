import {
  byKey,
  differencesOf,
  differingBuckets,
  finerGrouping,
  firstGrouping,
  isMovable,
  pagesOfBuckets,
  pagesOfRows,
  readingOf,
} from '../../../../functions/compareData/decide/fan-out';
import { slicesOf } from '../../../../functions/compareData/find-differences';
import { addGroups, type Group } from '../../../../functions/compareData/sql/groups';

test.each([
  [0, 0],
  [32, 0],
  [33, 1],
  [10_000, 9],
  [1_000_000, 15],
  [1_000_000_000, 15],
])('%d rows are hashed into 2^%d groups first', (rows, bits) => {
  expect(firstGrouping(rows)).toEqual({ bits, within: undefined });
});

test.each([
  ['nothing differs', 0, 0, undefined],
  ['few rows are listed at once', 1000, 31_000, undefined],
  ['a thousand large groups', 1000, 3_000_000, { bits: 20, within: 15 }],
  ['one large group', 1, 400_000, { bits: 30, within: 15 }],
  ['nearly all groups differ', 25_000, 1_000_000, undefined],
])('finer groups: %s', (_, differing, rows, expected) => {
  expect(finerGrouping({ bits: 15, within: undefined }, differing, rows)).toEqual(expected);
});

test('a bucket differs by its rows, by their hashes, or by being on one side alone', () => {
  const group = (rows: number, hash: bigint): Group => ({ rows, hash });
  const restored = new Map([
    [1, group(1, 7n)],
    [2, group(2, 7n)],
    [3, group(1, 7n)],
    [9, group(1, 0n)],
  ]);
  const live = new Map([
    [1, group(1, 7n)],
    [2, group(1, 7n)],
    [3, group(1, 8n)],
    [5, group(1, 0n)],
  ]);
  expect(differingBuckets(restored, live)).toEqual([2, 3, 5, 9]);
});

test('sums of parts of a table add up modulo 2^64', () => {
  const record = Buffer.alloc(16);
  record.writeInt32BE(4, 0);
  record.writeInt32BE(2, 4);
  record.writeBigInt64BE(2n ** 63n - 1n, 8);
  const groups = new Map<number, Group>();
  addGroups(groups, record.toString('base64'));
  addGroups(groups, record.toString('base64'));
  expect(groups).toEqual(new Map([[4, { rows: 4, hash: -2n }]]));
});

test('slices cover every block once, and the last is open', () => {
  expect(slicesOf(10, 4)).toEqual([
    { fromBlock: 0, toBlock: 2 },
    { fromBlock: 2, toBlock: 5 },
    { fromBlock: 5, toBlock: 7 },
    { fromBlock: 7, toBlock: undefined },
  ]);
});

test('a table that could not be read is read in more parts, and smaller answers', () => {
  expect([0, 1, 2].map(readingOf)).toEqual([
    { slices: 1, sizes: { pairs: 860_000, rows: 480_000 } },
    { slices: 4, sizes: { pairs: 430_000, rows: 240_000 } },
    { slices: 16, sizes: { pairs: 215_000, rows: 120_000 } },
  ]);
});

test('buckets go together while their pairs fit into one answer', () => {
  const sizes = { pairs: 1000, rows: 0 };
  // 16 characters of hash and length, 7 of the key, 2 of the line's end: 25 a row.
  expect(pagesOfBuckets([1, 2, 3, 4], () => 20, 7, sizes)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(pagesOfBuckets([1, 2], () => 5000, 7, sizes)).toEqual([[1], [2]]);
});

const row = (key: string, restoredBytes?: number, liveBytes?: number) => ({ key, restoredBytes, liveBytes });

test('rows go together while their texts fit, and of a large one no text is fetched', () => {
  const rows = [row('1', 400), row('2', 100, 400), row('3', 60_000), row('4', 400)];
  expect(pagesOfRows(rows, { pairs: 0, rows: 1000 }).map((page) => page.map(({ key }) => key))).toEqual([
    ['1', '2', '3'],
    ['4'],
  ]);
});

test.each([
  [49_152, 0, true],
  [49_153, 0, false],
  [10, 49_153, false],
])('a row of %d bytes that is one of %d now can be carried: %s', (restored, live, expected) => {
  expect(isMovable(row('1', restored, live))).toBe(expected);
});

test('keys on one side, and keys with another hash', () => {
  const pair = (hash: string) => ({ hash, bytes: 9 });
  const found = differencesOf(
    new Map([
      ['same', pair('a')],
      ['gone', pair('b')],
      ['other', pair('c')],
    ]),
    new Map([
      ['same', pair('a')],
      ['other', pair('d')],
      ['new', pair('e')],
    ]),
  );
  expect([found.deleted, found.changed, found.added].map((rows) => rows.map(({ key }) => key))).toEqual([
    ['gone'],
    ['other'],
    ['new'],
  ]);
});

test('whole numbers are listed as numbers, texts by their bytes', () => {
  const order = (...keys: string[]) =>
    keys
      .map((key) => row(key))
      .sort(byKey)
      .map(({ key }) => key);
  expect(order('10', '9', '-1', '99999999999999999999')).toEqual(['-1', '9', '10', '99999999999999999999']);
  expect(order('a', 'Z', 'ä', '')).toEqual(['', 'Z', 'a', 'ä']);
});
