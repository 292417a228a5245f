import { type AgeSpan, summarise, without } from '../../../rehearsal/year/recovery-point-ages';

const MINUTE = 60_000;
/** Landed and succeeded at these minutes; the data was cut at the third. */
const span = (from: number, to: number, created: number): AgeSpan => ({
  fromMs: from * MINUTE,
  toMs: to * MINUTE,
  createdAtMs: created * MINUTE,
});

describe('the age of the newest recovery point', () => {
  test.each([
    ['grows until the next one lands', [span(40, 100, 0)], { worstMinutes: 100, shareWithin: 1, breaches: 0 }],
    ['is over the objective for a part', [span(40, 140, 0)], { worstMinutes: 140, shareWithin: 0.8, breaches: 1 }],
    ['is over it from the landing on', [span(130, 150, 0)], { worstMinutes: 150, shareWithin: 0, breaches: 1 }],
    [
      'is weighed by time over several',
      [span(40, 140, 0), span(140, 240, 130)],
      { worstMinutes: 140, shareWithin: 0.9, breaches: 1 },
    ],
    ['is nothing where there is none', [], { worstMinutes: 0, shareWithin: 0, breaches: 0 }],
  ])('%s', (_, spans, expected) => {
    expect(summarise(spans, 120)).toEqual(expected);
  });

  test('leaves out the spans in which something was made to fail', () => {
    const spans = [span(0, 60, -40), span(60, 120, 20), span(120, 180, 80)];
    expect(without(spans, [70 * MINUTE])).toEqual([spans[0], spans[2]]);
    expect(without(spans, [])).toEqual(spans);
  });
});
