import type { MomentSearch, PointAnswer } from '../../../functions/findMoment/contract';
import { decideRange, narrow, placePoints, secondsAfterRounds } from '../../../functions/findMoment/decide';

const at = (time: string) => `2026-11-22T${time}.000Z`;
const [FROM, TO] = [at('00:00:00'), at('04:00:00')];
const LOG = { earliest: '2026-11-01T00:00:00.000Z', latest: at('05:00:00') };

function searchOf(more: Partial<MomentSearch> = {}): MomentSearch {
  return {
    sql: 'true',
    low: { at: FROM, isTested: false },
    high: { at: TO, isTested: false },
    round: 1,
    points: [...placePoints(FROM, TO)],
    rounds: [],
    isFound: false,
    changedMoreThanOnce: false,
    falseAt: at('05:00:00'),
    candidates: null,
    notes: [],
    estimate: { clusters: 12, gigabytes: 1, usdAtLeast: 1, usdAtMost: 2, secondsApart: 116 },
    ...more,
  };
}

/** T, F or a dash for a cluster that gave no answer, in the order of the points. */
function answersTo({ points }: MomentSearch, letters: string): readonly PointAnswer[] {
  return points.map((point, index) => {
    const letter = letters[index];
    return letter === '-'
      ? { at: point, restoredTo: null, value: null, why: 'UnsafeToProceedError: quota-exceeded' }
      : { at: point, restoredTo: point, value: letter === 'T', why: null };
  });
}

function after(letters: string, search = searchOf()): MomentSearch {
  const narrowed = narrow(search, answersTo(search, letters));
  if (narrowed.kind !== 'search') throw new Error(narrowed.why);
  return narrowed.search;
}

describe('the range', () => {
  test.each([
    ['within the log', FROM, TO, FROM, TO, 0],
    ['that ends after it', FROM, at('06:00:00'), FROM, LOG.latest, 1],
    ['that begins before it', '2026-10-01T00:00:00Z', TO, LOG.earliest, TO, 1],
    ['that is three minutes', FROM, at('00:03:00'), FROM, at('00:03:00'), 0],
  ])('%s is searched as far as the log reaches, and it says so', (_, from, to, isFrom, isTo, notes) => {
    const range = decideRange({ from, to }, LOG);
    expect(range).toMatchObject({ kind: 'range', from: isFrom, to: isTo });
    expect(range).toHaveProperty('notes.length', notes);
  });

  test.each([
    ['after the log', at('05:30:00'), at('05:40:00'), /^find\.from: .* reaches to 2026-11-22T05:00/],
    ['before the log', '2026-10-01T00:00:00Z', '2026-10-02T00:00:00Z', /^find\.to: .* before the log begins/],
    ['of two minutes', FROM, at('00:02:00'), /^find\.from: .* write 2026-11-22T00:00:00.000Z for at/],
    ['that the log cuts to two minutes', at('04:58:00'), at('05:20:00'), /120 seconds apart/],
  ])('%s is refused with what to write', (_, from, to, words) => {
    expect(decideRange({ from, to }, LOG)).toMatchObject({ kind: 'refused', why: expect.stringMatching(words) });
  });

  test('without a log is refused', () => {
    expect(decideRange({ from: FROM, to: TO }, { earliest: undefined, latest: undefined }).kind).toBe('refused');
  });
});

describe('the points', () => {
  test('are spread evenly, and leave a fifth', () => {
    expect(placePoints(FROM, TO)).toEqual([at('00:48:00'), at('01:36:00'), at('02:24:00'), at('03:12:00')]);
    expect(secondsAfterRounds(FROM, TO)).toBe(116);
  });

  test('are on both sides of the transaction that wrote most rows, the others in the middle of the rest', () => {
    const candidates = [
      { at: at('01:00:00'), rows: 5, transaction: '7' },
      { at: at('03:00:00'), rows: 5000, transaction: '9' },
      { at: at('04:30:00'), rows: 9000, transaction: '10' },
    ];
    const points = placePoints(FROM, TO, candidates);
    expect(points).toHaveLength(4);
    expect(points).toEqual(expect.arrayContaining([at('02:59:59'), at('03:00:01')]));
    expect(points).toEqual(points.toSorted());
    expect(new Set(points).size).toBe(4);
  });
});

describe('a round', () => {
  test.each([
    ['TTFF', 1, 2],
    ['TTTF', 2, 3],
    ['TFFF', 0, 1],
    ['T-FF', 0, 2],
    ['-TF-', 1, 2],
  ])('%s is between two of its points', (letters, low, high) => {
    const { points } = searchOf();
    expect(after(letters)).toMatchObject({
      low: { at: points[low], isTested: true },
      high: { at: points[high], isTested: true },
      round: 2,
      isFound: false,
      changedMoreThanOnce: false,
    });
  });

  test('that is true everywhere is after its last point, and the end of the range stays untested', () => {
    expect(after('TTTT')).toMatchObject({
      low: { at: at('03:12:00'), isTested: true },
      high: { at: TO, isTested: false },
    });
  });

  test('that is false everywhere is before its first point, and never says that the beginning was true', () => {
    const three = after('FFFF', after('FFFF', after('FFFF')));
    expect(three).toMatchObject({ isFound: true, low: { at: FROM, isTested: false }, high: { isTested: true } });
  });

  test.each([
    ['TFTF', 2],
    ['FFTF', 2],
    ['FTFF', 1],
  ])('%s changed more than once: the last change counts', (letters, low) => {
    const { points } = searchOf();
    expect(after(letters)).toMatchObject({
      low: { at: points[low] },
      high: { at: points[low + 1] },
      changedMoreThanOnce: true,
    });
  });

  test.each(['T---', '----'])('%s has too few answers, and names why', (letters) => {
    const search = searchOf();
    expect(narrow(search, answersTo(search, letters))).toMatchObject({
      kind: 'tooFew',
      why: expect.stringContaining('quota-exceeded'),
    });
  });

  test('takes the instant of the data, not the moment that was asked for', () => {
    const search = searchOf();
    const answers = answersTo(search, 'TTFF').map((each) =>
      each.at === at('01:36:00') ? { ...each, restoredTo: at('01:30:00') } : each,
    );
    expect(narrow(search, answers)).toMatchObject({ search: { low: { at: at('01:30:00') } } });
  });
});

test('three rounds narrow four hours to less than two minutes, wherever the moment is', () => {
  for (let second = 1; second < 4 * 3600; second += 97) {
    const moment = Date.parse(FROM) + second * 1000;
    let search = searchOf();
    while (!search.isFound) {
      search = after(search.points.map((point) => (Date.parse(point) < moment ? 'T' : 'F')).join(''), search);
    }
    expect(Date.parse(search.low.at)).toBeLessThan(moment);
    expect(Date.parse(search.high.at)).toBeGreaterThanOrEqual(moment);
    expect(Date.parse(search.high.at) - Date.parse(search.low.at)).toBeLessThanOrEqual(120_000);
    expect(search.rounds).toHaveLength(3);
  }
});

test('a transaction that was the damage is found in one round', () => {
  const candidates = [{ at: at('02:00:00'), rows: 5000, transaction: '9' }];
  const search = searchOf({ candidates, points: [...placePoints(FROM, TO, candidates)] });
  const found = after(search.points.map((point) => (point < at('02:00:00') ? 'T' : 'F')).join(''), search);
  expect(found).toMatchObject({ isFound: true, round: 1, low: { at: at('01:59:59') }, high: { at: at('02:00:01') } });
});
