/** How a measurement has developed from drill to drill, the oldest first. */
export interface Trend {
  readonly previousSeconds: readonly number[];
  readonly seconds: number;
  /** Seconds that a drill takes more than the one before; null where fewer than three drills say. */
  readonly slopeSeconds: number | null;
}

export interface ObjectiveTrend extends Trend {
  /** What the next drills will take if it goes on like this; empty without a slope. */
  readonly forecastSeconds: readonly number[];
  /** Which of the next drills passes the objective first, from 1; null: none of them. */
  readonly passesObjectiveIn: number | null;
}

/** Two drills have a difference; three have a trend. */
export const FEWEST_DRILLS = 3;

/** A year of quarterly drills. */
export const NEXT_DRILLS = 4;

/**
 * The slope is the Theil-Sen estimator: the median of the slopes between every two drills. One slow drill among eight,
 * an outage say, moves least squares and does not move this one. Drills count by their number, not by their date.
 */
export function trendOf(previousSeconds: readonly number[], seconds: number): Trend {
  const slope = slopeOf([...previousSeconds, seconds]);
  return { previousSeconds, seconds, slopeSeconds: slope === undefined ? null : Math.round(slope) };
}

/** @param objectiveSeconds what a drill that keeps the objective takes at most */
export function objectiveTrendOf(
  previousSeconds: readonly number[],
  seconds: number,
  objectiveSeconds: number,
): ObjectiveTrend {
  const values = [...previousSeconds, seconds];
  const slope = slopeOf(values);
  const trend = trendOf(previousSeconds, seconds);
  if (slope === undefined) return { ...trend, forecastSeconds: [], passesObjectiveIn: null };
  // The line goes through the middle of the drills, not through the last of them, which may be the slow one.
  const first = median(values.map((value, index) => value - slope * index));
  const forecastSeconds = Array.from({ length: NEXT_DRILLS }, (_, index) =>
    Math.max(0, Math.round(first + slope * (values.length + index))),
  );
  const passing = slope > 0 ? forecastSeconds.findIndex((forecast) => forecast > objectiveSeconds) : -1;
  return { ...trend, forecastSeconds, passesObjectiveIn: passing < 0 ? null : passing + 1 };
}

function slopeOf(values: readonly number[]): number | undefined {
  if (values.length < FEWEST_DRILLS) return undefined;
  return median(
    values.flatMap((value, index) =>
      values.slice(index + 1).map((later, distance) => (later - value) / (distance + 1)),
    ),
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}
