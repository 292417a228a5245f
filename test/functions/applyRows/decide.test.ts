import {
  batchesOf,
  decideRow,
  flawOfPredicate,
  isAbandoned,
  nextBatch,
  orderTables,
} from '../../../functions/applyRows/decide';

describe('a row', () => {
  const DAMAGE = { xmin: '700' };
  const keepNewer = { changedSince: 'keepNewer' as const, transactions: ['700'] };
  const takeOlder = { changedSince: 'takeOlder' as const, transactions: ['700'] };
  const refuse = { changedSince: 'refuse' as const, transactions: ['700'] };

  test.each([
    ['a deleted row comes back', 'insert', {}, 'same', keepNewer, 'insert'],
    ['one that the damage changed is overwritten', 'update', DAMAGE, 'same', keepNewer, 'update'],
    ['one that something else changed is kept', 'update', { xmin: '701' }, 'same', keepNewer, 'keep'],
    ['one of which it is not known is kept', 'update', {}, 'same', keepNewer, 'keep'],
    ['one that was written after the comparison is kept', 'update', DAMAGE, 'written', keepNewer, 'keep'],
    ['one that was deleted after it stays deleted', 'update', DAMAGE, 'deleted', keepNewer, 'keep'],
    ['one that was made again is kept', 'insert', {}, 'written', keepNewer, 'keep'],
    ['the older one is taken where the request says so', 'update', { xmin: '701' }, 'same', takeOlder, 'update'],
    ['also of one that was made again', 'insert', {}, 'written', takeOlder, 'update'],
    ['also of one that was deleted since', 'update', DAMAGE, 'deleted', takeOlder, 'insert'],
    ['what is not of the damage can be refused', 'update', { xmin: '701' }, 'same', refuse, 'refuse'],
    ['what is of the damage is not', 'update', DAMAGE, 'same', refuse, 'update'],
    ['what was made again can be refused', 'insert', {}, 'written', refuse, 'refuse'],
  ] as const)('%s', (_, operation, line, since, policy, kind) => {
    expect(decideRow(operation, line, since, policy)).toEqual({ kind });
  });
});

describe('the order of tables', () => {
  const key = (from: number, to: number) => ({ name: `${from}>${to}`, from, to, deferrable: false });
  const namesOf = (count: number, keys: Parameters<typeof orderTables>[1]) => {
    const { order, circular } = orderTables(count, keys);
    return { order, circular: circular.map(({ name }) => name) };
  };

  test.each([
    ['parents are before children', 3, [key(0, 1), key(1, 2)], { order: [2, 1, 0], circular: [] }],
    ['tables without references keep their order', 2, [], { order: [0, 1], circular: [] }],
    ['two ways to a parent are no circle', 3, [key(0, 1), key(0, 2), key(1, 2)], { order: [2, 1, 0], circular: [] }],
    ['a table that refers to itself is one', 1, [key(0, 0)], { order: [0], circular: ['0>0'] }],
    [
      'a circle is cut once, and what refers to its first table comes after that',
      3,
      [key(0, 1), key(1, 2), key(2, 1)],
      { order: [1, 0, 2], circular: ['1>2'] },
    ],
  ])('%s', (_, count, keys, expected) => {
    expect(namesOf(count, keys)).toEqual(expected);
  });
});

test('a transaction takes as many parts as its bounds allow, and at least one', () => {
  const all = { rows: 10, chunks: 9 };
  expect(nextBatch([4, 4, 4], 0, all)).toBe(2);
  expect(nextBatch([4, 4, 4], 2, all)).toBe(3);
  expect(nextBatch([40, 4], 0, all)).toBe(1);
  expect(nextBatch([4, 4, 4], 0, { rows: 100, chunks: 1 })).toBe(1);
  expect(batchesOf([4, 4, 4], 10)).toBe(2);
  expect(batchesOf([], 10)).toBe(0);
});

test('a transaction is abandoned when it has not moved for a minute', () => {
  const before = { pid: 7, since: 's', seenAt: '2026-11-24T10:00:00.000Z' };
  const at = (seconds: number) => Date.parse('2026-11-24T10:00:00Z') + seconds * 1000;
  const now = { pid: 7, since: 's', isIdle: true };
  expect(isAbandoned(before, now, at(60))).toBe(true);
  expect(isAbandoned(before, now, at(59))).toBe(false);
  expect(isAbandoned(null, now, at(60))).toBe(false);
  expect(isAbandoned(before, { ...now, isIdle: false }, at(60))).toBe(false);
  expect(isAbandoned(before, { ...now, since: 't' }, at(60))).toBe(false);
  expect(isAbandoned(before, { ...now, pid: 8 }, at(60))).toBe(false);
});

describe('a predicate', () => {
  test.each([
    'id < 7',
    "name = 'it''s (' OR name = E'\\')'",
    '"odd ) column" IS NULL',
    'note = $$ ; ( $$ AND (a OR b)',
    "data->>'a' = 'b--c' AND a - -1 > 0",
  ])('%s is one', (predicate) => {
    expect(flawOfPredicate(predicate)).toBeUndefined();
  });

  test.each([
    ['true; DROP TABLE orders', 'semicolon'],
    ['true) OR (true', 'closes a parenthesis'],
    ['(true', 'does not close'],
    ["name = 'x", 'that nothing ends'],
    ['true -- and more', 'comment'],
    ['true /* /* */', 'comment'],
  ])('%s is none', (predicate, flaw) => {
    expect(flawOfPredicate(predicate)).toContain(flaw);
  });
});
