import { clock, counted, duration } from '../../shared/words';
import type { CorruptionFacts } from './facts';
import type { CorruptionRecord, SearchFact } from './record';

/** What a person agrees to: how many clusters, for how long, and what they cost. */
export function searchPlanLines(search: SearchFact, nowMs: number): readonly string[] {
  const { low, high, estimate, candidates, notes } = search;
  const { clusters, gigabytes, usdAtLeast, usdAtMost, secondsApart } = estimate;
  const [first] = candidates ?? [];
  return [
    `The predicate is false now. It is searched for when it was true last, between ${clock(low.at, nowMs)} and ${clock(high.at, nowMs)}, to within ${duration(Math.max(secondsApart, 1))}.`,
    `Up to ${clusters} clusters are restored, four at a time, and removed after each round; then one more, to go on with. A round takes as long as one restore, often 15 to 60 minutes, and the removal.`,
    `Each a full copy of ${gigabytes.toFixed(1)} GB: if each is there for an hour, all of them cost ${usdAtLeast.toFixed(2)} to ${usdAtMost.toFixed(2)} USD, by the capacity that they take. Requests to the storage are not in it.`,
    ...(candidates === null
      ? []
      : [
          first === undefined
            ? 'No row that the predicate reads was inserted or updated in that time, and is still there: the moments are spread evenly.'
            : `Most rows that the predicate reads and that are still there were written at ${clock(first.at, nowMs)} (${counted(first.rows, 'row')}): the first round begins there. Deletes leave no such trace.`,
        ]),
    ...notes,
  ];
}

/** The bracket in one sentence, where a search has found one. */
export function foundLine({ record, nowMs }: Pick<CorruptionFacts, 'record' | 'nowMs'>): string | undefined {
  const { search, proof } = record;
  if (search === null || !search.isFound || proof?.value !== true) return undefined;
  const { low, high, changedMoreThanOnce } = search;
  const until = high.isTested
    ? `false at ${clock(high.at, nowMs)}, ${duration(apart(search))} later`
    : `false now; it was not asked later than that, and the range ends at ${clock(high.at, nowMs)}, ${duration(apart(search))} later`;
  const again = changedMoreThanOnce ? ' It changed more than once: this is the last time.' : '';
  return `The predicate was true at ${clock(low.at, nowMs)}, and ${until}.${again}`;
}

/** Every round with its answers, and what of it could not be. */
export function searchLines({ record, nowMs }: Pick<CorruptionFacts, 'record' | 'nowMs'>): readonly string[] {
  const { search, searchApproval } = record;
  if (search === null) return [];
  return [
    ...(searchApproval?.approved === true
      ? [`Search approved by ${searchApproval.by ?? 'somebody who gave no name'}.`]
      : []),
    ...search.rounds.map(
      ({ round, answers }) =>
        `Round ${round}: ${answers.map(({ at, restoredTo, value }) => `${clock(restoredTo ?? at, nowMs)} ${value ?? 'no answer'}`).join(', ')}.`,
    ),
    ...search.rounds.flatMap(({ answers }) =>
      answers.flatMap(({ at, value, why }) =>
        value === null ? [`No answer at ${clock(at, nowMs)}: ${why ?? ''}`] : [],
      ),
    ),
    ...search.notes,
  ];
}

/** Null where nothing was searched for. `lastTrue` is null until it is proven. */
export function searchEvidence({ search, searchApproval, proof }: CorruptionRecord): object | null {
  if (search === null) return null;
  const isProven = search.isFound && proof?.value === true;
  return {
    sql: search.sql,
    approval: searchApproval,
    rounds: search.rounds,
    candidates: search.candidates,
    estimate: search.estimate,
    notes: search.notes,
    changedMoreThanOnce: search.changedMoreThanOnce,
    lastTrue: isProven ? search.low.at : null,
    firstFalse: isProven && search.high.isTested ? search.high.at : null,
    /** The first moment that is known, or was asked for, not to be before the change. */
    searchedUntil: search.high.at,
    secondsBetween: isProven ? apart(search) : null,
    clusters: search.rounds.reduce((sum, { answers }) => sum + answers.length, 0),
  };
}

function apart({ low, high }: SearchFact): number {
  return Math.ceil((Date.parse(high.at) - Date.parse(low.at)) / 1000);
}
