import {
  chooseManifests,
  expectedTables,
  judgeFingerprint,
  judgeHeartbeat,
  judgeOwn,
  judgeRows,
} from '../../../../functions/smokeTest/data/decide';
import { DataCheck } from '../../../../functions/smokeTest/data/settings';
import { manifest, withRows } from '../../manifests';

const POINT_MS = Date.parse('2026-02-01T03:03:00Z');
const HOUR_MS = 3_600_000;
const BEFORE = withRows('2026-02-01T03:00:00Z', 1000);
const AFTER = withRows('2026-02-01T04:00:00Z', 1200);

describe('the manifests of a recovery point', () => {
  test('are the last before it and the first after it', () => {
    const early = manifest('2026-02-01T02:00:00Z');
    const late = manifest('2026-02-01T05:00:00Z');
    expect(chooseManifests([late, AFTER, early, BEFORE], POINT_MS, 3 * HOUR_MS)).toEqual({
      before: BEFORE,
      after: AFTER,
    });
  });

  test('may lack the one after it: the region may be gone', () => {
    expect(chooseManifests([BEFORE], POINT_MS, 3 * HOUR_MS)).toEqual({ before: BEFORE, after: undefined });
  });

  test('are none when the last before it is too old', () => {
    expect(chooseManifests([manifest('2026-01-31T23:00:00Z'), AFTER], POINT_MS, 3 * HOUR_MS)).toBeUndefined();
  });
});

test('a table that was dropped right after the backup may be gone already', () => {
  const after = manifest('2026-02-01T04:00:00Z', { tables: [] });
  expect(expectedTables({ before: BEFORE, after: undefined })).toEqual(['public.orders']);
  expect(expectedTables({ before: BEFORE, after })).toEqual([]);
});

describe('row counts', () => {
  test.each<readonly [number, boolean]>([
    [949, false],
    [950, true],
    [1100, true],
    [1260, true],
    [1261, false],
  ])('%d rows between 1000 before and 1200 after, within 5 percent: %s', (rows, isRight) => {
    expect(judgeRows('public.orders', rows, { before: BEFORE, after: AFTER }, 5) === undefined).toBe(isRight);
  });

  test('an empty table where there were rows says what was expected', () => {
    expect(judgeRows('public.orders', 0, { before: BEFORE, after: undefined }, 5)).toBe(
      'public.orders: 0 rows, expected 950 or more (the manifest says 1000)',
    );
  });

  test('how far a table has grown is not judged before the manifest after the recovery point is there', () => {
    expect(judgeRows('public.orders', 1800, { before: BEFORE, after: undefined }, 5)).toBeUndefined();
    expect(judgeRows('public.orders', 1800, { before: BEFORE, after: AFTER }, 5)).toContain('expected 950 to 1260');
  });
});

test('the schema may be that before a migration or that after it, and no other', () => {
  const after = manifest('2026-02-01T04:00:00Z', { schemaFingerprint: 'f2' });
  expect(judgeFingerprint('f1', { before: BEFORE, after })).toBeUndefined();
  expect(judgeFingerprint('f2', { before: BEFORE, after })).toBeUndefined();
  expect(judgeFingerprint('f3', { before: BEFORE, after })).toContain('f3');
});

test.each<readonly [string, number | undefined, RegExp | undefined]>([
  ['a minute before the recovery point', POINT_MS - 60_000, undefined],
  ['after its beginning', POINT_MS + 60_000, undefined],
  ['an hour before it', POINT_MS - HOUR_MS, /is 60 minutes older than the recovery point/],
  ['never', undefined, /no heartbeat at all/],
])('the newest heartbeat was %s', (_, newestMs, problem) => {
  const found = judgeHeartbeat(newestMs, POINT_MS, 10);
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toMatch(problem);
});

describe("the team's own checks", () => {
  const judge = (expectation: object, value: string | number | boolean | null) =>
    judgeOwn(DataCheck.parse({ name: 'x', sql: 'select 1', expect: expectation }), [[value]], POINT_MS, {
      before: BEFORE,
      after: AFTER,
    });

  test.each<readonly [object, string | number | boolean | null, string | undefined]>([
    [{ equals: 0 }, 0, undefined],
    [{ equals: 7 }, '7.00', undefined],
    [{ equals: 'closed' }, 'open', '"open", expected "closed"'],
    [{ atLeast: 5 }, 4, '4, expected at least 5'],
    [{ atLeast: 5 }, null, 'null, expected at least 5'],
    [{ withinPercentOfManifest: { table: 'public.orders', percent: 1 } }, 1100, undefined],
    [
      { withinPercentOfManifest: { table: 'public.gone', percent: 1 } },
      1100,
      'public.gone: the manifest does not know it',
    ],
    [{ newerThanMinutesBeforeRecoveryPoint: 5 }, '2026-02-01 02:59:00.123', undefined],
    [{ newerThanMinutesBeforeRecoveryPoint: 5 }, '2026-02-01 03:59:00+01', undefined],
    [
      { newerThanMinutesBeforeRecoveryPoint: 5 },
      '2026-02-01 02:00:00',
      '2026-02-01T02:00:00.000Z, expected at most 5 minutes before 2026-02-01T03:03:00.000Z',
    ],
    [{ newerThanMinutesBeforeRecoveryPoint: 5 }, 'yesterday', '"yesterday" is no time'],
  ])('%j of %j', (expectation, value, problem) => {
    expect(judge(expectation, value)).toBe(problem);
  });

  test('a comparison with a manifest that is not there fails', () => {
    const check = DataCheck.parse({
      name: 'x',
      sql: 'select 1',
      expect: { withinPercentOfManifest: { table: 'public.orders', percent: 1 } },
    });
    expect(judgeOwn(check, [[1000]], POINT_MS, undefined)).toBe('there is no manifest to compare with');
  });

  test('no row at all fails', () => {
    const check = DataCheck.parse({ name: 'x', sql: 'select 1', expect: { atLeast: 0 } });
    expect(judgeOwn(check, [], POINT_MS, undefined)).toBe('no row, expected one');
  });
});
