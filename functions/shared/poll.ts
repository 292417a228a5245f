const SHORTEST_SECONDS = 5;
const LONGEST_SECONDS = 60;
/** The share of the time waited so far after which to look again: a wait overshoots by half of it on average. */
const SHARE_OF_WAIT = 0.015;

/** When to look again. Never past the deadline: the last look is at the deadline itself. */
export function nextPollSeconds(waitedSeconds: number, deadlineSeconds = Number.POSITIVE_INFINITY): number {
  const wished = Math.ceil(Math.max(waitedSeconds, 0) * SHARE_OF_WAIT);
  const bounded = Math.min(Math.max(wished, SHORTEST_SECONDS), LONGEST_SECONDS);
  return Math.max(1, Math.min(bounded, Math.ceil(deadlineSeconds - waitedSeconds)));
}

export function secondsBetween(earlier: string, laterMs: number): number {
  return Math.max(0, Math.floor((laterMs - Date.parse(earlier)) / 1000));
}
