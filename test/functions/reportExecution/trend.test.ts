import { objectiveTrendOf, trendOf } from '../../../functions/reportExecution/decide/trend';

describe('the trend of a measurement', () => {
  test.each([
    ['no drill before', [], 100, null],
    ['one drill before: a difference is no trend', [90], 100, null],
    ['two drills before', [80, 90], 100, 10],
    ['drills that take as long as ever', [100, 100, 100], 100, 0],
    ['drills that become faster', [130, 120, 110], 100, -10],
    ['one slow drill among eight, which says nothing of the others', [100, 101, 102, 900, 104, 105, 106], 107, 1],
  ])('with %s', (_, before, now, slopeSeconds) => {
    expect(trendOf(before, now)).toEqual({ previousSeconds: before, seconds: now, slopeSeconds });
  });
});

describe('the trend against the objective', () => {
  test('says which of the next four drills passes it first', () => {
    expect(objectiveTrendOf([100, 110], 120, 145)).toMatchObject({
      forecastSeconds: [130, 140, 150, 160],
      passesObjectiveIn: 3,
    });
  });

  test.each([
    ['one second more, and it is reached, not passed', [100, 110], 120, 160],
    ['drills that become faster', [100, 90], 80, 10],
    ['drills above it that take as long as ever: that is a failure, and no trend', [100, 100], 100, 90],
    ['too few drills', [100], 150, 160],
    ['an outlier now, after drills that were steady', [100, 100, 100, 100], 155, 160],
  ])('is none with %s', (_, before, now, objective) => {
    expect(objectiveTrendOf(before, now, objective).passesObjectiveIn).toBeNull();
  });
});
