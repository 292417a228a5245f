import { plainText } from '../shared/plain-text';
import { counted } from '../shared/words';
import type { CommitCandidate, MomentSearch, PointAnswer } from './contract';
import { NEAR_ENOUGH_SECONDS, POINTS, ROUNDS } from '../shared/moment-search';

const SECOND_MS = 1000;
const LONGEST_WHY = 500;

/** Where the moment may be, as asked for and as far as the log of the live cluster reaches. */
export type RangeVerdict =
  | { readonly kind: 'range'; readonly from: string; readonly to: string; readonly notes: readonly string[] }
  /** `field: what to write instead` */
  | { readonly kind: 'refused'; readonly why: string };

/** RDS restores from its log within EarliestRestorableTime and LatestRestorableTime (RDS API Reference). */
export function decideRange(
  asked: { readonly from: string; readonly to: string },
  { earliest, latest }: { readonly earliest: string | undefined; readonly latest: string | undefined },
): RangeVerdict {
  if (earliest === undefined || latest === undefined) {
    return refuse(`find: the cluster has no log to restore from yet; write at or recoveryPointArn in its place`);
  }
  if (Date.parse(asked.to) <= Date.parse(earliest)) {
    return refuse(
      `find.to: ${asked.to} is before the log begins, at ${earliest}; write a later time, or at in place of find`,
    );
  }
  if (Date.parse(asked.from) >= Date.parse(latest)) {
    return refuse(
      `find.from: ${asked.from} is after the end of the log, which reaches to ${latest} so far; write an earlier time, or start again in five minutes`,
    );
  }
  const isEarly = Date.parse(asked.from) < Date.parse(earliest);
  const isLate = Date.parse(asked.to) > Date.parse(latest);
  const from = new Date(isEarly ? earliest : asked.from).toISOString();
  const to = new Date(isLate ? latest : asked.to).toISOString();
  const apart = (Date.parse(to) - Date.parse(from)) / SECOND_MS;
  if (apart <= NEAR_ENOUGH_SECONDS) {
    return refuse(
      `find.from: ${from} and ${to} are ${counted(Math.floor(apart), 'second')} apart, and nothing narrower is searched for; leave find out, and write ${from} for at`,
    );
  }
  return {
    kind: 'range',
    from,
    to,
    notes: [
      ...(isEarly ? [`The log begins at ${from}, so the search begins there, and not at ${asked.from}.`] : []),
      ...(isLate ? [`The log reaches to ${to} so far, so the search ends there, and not at ${asked.to}.`] : []),
    ],
  };
}

function refuse(why: string): RangeVerdict {
  return { kind: 'refused', why };
}

/**
 * The moments to restore next, within two others: one second on either side of the transaction that wrote most rows, where
 * one is known, and the rest in the middle of what is longest; without it all are spread evenly.
 */
export function placePoints(low: string, high: string, candidates: readonly CommitCandidate[] = []): readonly string[] {
  const [lowMs, highMs] = [Date.parse(low), Date.parse(high)];
  const [biggest] = candidates
    .map(({ at, rows }) => ({ atMs: Date.parse(at), rows }))
    .filter(({ atMs }) => atMs - SECOND_MS > lowMs && atMs + SECOND_MS < highMs)
    .toSorted((one, other) => other.rows - one.rows);
  const places =
    biggest === undefined
      ? Array.from({ length: POINTS }, (_, index) => lowMs + ((highMs - lowMs) * (index + 1)) / (POINTS + 1))
      : besides([biggest.atMs - SECOND_MS, biggest.atMs + SECOND_MS], lowMs, highMs);
  return places.map((place) => new Date(Math.round(place)).toISOString());
}

function besides(given: readonly number[], lowMs: number, highMs: number): readonly number[] {
  let places = [...given];
  while (places.length < POINTS) {
    const gaps = [...places, highMs].map((end, index) => ({ start: places[index - 1] ?? lowMs, end }));
    const [{ start, end } = { start: lowMs, end: highMs }] = gaps.toSorted(
      (one, other) => other.end - other.start - (one.end - one.start),
    );
    places = [...places, (start + end) / 2].toSorted((one, other) => one - other);
  }
  return places;
}

/** How far apart the two moments may still be after the last round, without candidates: each leaves a fifth. */
export function secondsAfterRounds(from: string, to: string): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / SECOND_MS / (POINTS + 1) ** ROUNDS);
}

export type Narrowed =
  | { readonly kind: 'search'; readonly search: MomentSearch }
  | { readonly kind: 'tooFew'; readonly why: string };

/**
 * Where the last change from true to false is, by what a round answered. A cluster that gave no answer is passed over;
 * two answers are needed. What was never true is not taken for true: `from` stays an edge that nothing has tested.
 */
export function narrow(search: MomentSearch, given: readonly PointAnswer[]): Narrowed {
  const answers = given.map((answer) => ({
    ...answer,
    why: answer.why && plainText(answer.why).slice(0, LONGEST_WHY),
  }));
  const usable = answers
    .flatMap(({ restoredTo, value }) => (restoredTo === null || value === null ? [] : [{ at: restoredTo, value }]))
    .toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const lost = answers.filter(({ value }) => value === null);
  if (usable.length < 2) {
    const why = lost.map(({ at, why: reason }) => `${at}: ${reason ?? 'no answer'}`).join('; ');
    return { kind: 'tooFew', why: `${usable.length} of ${answers.length} restored clusters gave an answer: ${why}` };
  }
  const lastTrue = usable.findLastIndex(({ value }) => value);
  const [trueAt, falseAt] = [usable[lastTrue], usable[lastTrue + 1]];
  const low = trueAt === undefined ? search.low : { at: trueAt.at, isTested: true };
  const high = falseAt === undefined ? search.high : { at: falseAt.at, isTested: true };
  const isNear = (Date.parse(high.at) - Date.parse(low.at)) / SECOND_MS <= NEAR_ENOUGH_SECONDS;
  const isFound = isNear || search.round >= ROUNDS;
  const isAgain = usable.some(({ value }, index) => !value && index < lastTrue);
  return {
    kind: 'search',
    search: {
      ...search,
      low,
      high,
      isFound,
      changedMoreThanOnce: search.changedMoreThanOnce || isAgain,
      rounds: [...search.rounds, { round: search.round, answers: [...answers] }],
      round: isFound ? search.round : search.round + 1,
      points: isFound ? [] : [...placePoints(low.at, high.at, search.candidates ?? [])],
    },
  };
}

/** Why the moment that a search has come to is not before the change; undefined where it is. */
export function whyNotProven({ value, restoredTo, why }: PointAnswer, isTested: boolean): string | undefined {
  if (value === true) return undefined;
  const says = value === false ? 'is false already' : 'gives no answer';
  const next = isTested
    ? 'where it was true before: does it depend on the time of day?'
    : 'the beginning of the range: write an earlier time for find.from';
  return `the predicate ${says} at ${restoredTo ?? 'no moment'}, ${next}${why === null ? '' : ` (${why})`}`;
}
