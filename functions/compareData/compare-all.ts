import { assertNever } from '../shared/assert-never';
import { inWords } from '../shared/aws-errors';
import { TransientDependencyError } from '../shared/errors';
import { counted, oneLine } from '../shared/words';
import { compareTable, leaveTable, sayRows, type TableWork } from './compare-table';
import type { NotComparedReason } from './contract';
import type { TablePlan } from './decide/relations';
import { judgeTrouble } from './decide/trouble';
import type { TableOutcome } from './objects';
import type { ListStore } from './row-lists';
import type { BothSides, Snapshots } from './snapshots';

/** A table that could not be read as often as this is named. */
const MOST_ATTEMPTS = 4;
/** Lost connections in a row. */
const MOST_LOST = 3;
const LATER_SECONDS = 15;

export interface TableComparisons {
  /** Those that are not done. */
  readonly plans: readonly TablePlan[];
  /** Of the first of them. */
  readonly attempts: number;
  readonly snapshots: Snapshots;
  readonly store: ListStore;
  readonly startedAt: string;
  readonly now: () => number;
  readonly untilMs: number;
}

export type ComparisonProgress =
  | { readonly kind: 'finished'; readonly after: string | undefined }
  | {
      readonly kind: 'unfinished';
      /** The last table that is done. */
      readonly after: string | undefined;
      readonly attempts: number;
      readonly detail: string;
      readonly nextPollSeconds: number;
    };

/** There is no time left in this call. */
class OutOfTime extends Error {}

type Attempt =
  | { readonly kind: 'done'; readonly outcome: TableOutcome }
  /** The connection was lost; the same may succeed at once. */
  | { readonly kind: 'lost'; readonly error: unknown }
  /** Less at a time. */
  | { readonly kind: 'smaller' }
  | { readonly kind: 'later'; readonly detail: string }
  | { readonly kind: 'outOfTime' };

/** One table after the other, each written as soon as it is done. */
export async function compareAll(comparison: TableComparisons): Promise<ComparisonProgress> {
  const { plans, store, startedAt, now, untilMs } = comparison;
  let after: string | undefined;
  for (const [index, plan] of plans.entries()) {
    const stop = (attempts: number, nextPollSeconds: number, why = ''): ComparisonProgress => ({
      kind: 'unfinished',
      after,
      attempts,
      detail: `${counted(plans.length - index, 'table')} left to compare, ${plan.table} is next${why}.`,
      nextPollSeconds,
    });
    const atFirst = index === 0 ? comparison.attempts : 0;
    let attempts = atFirst;
    let lost = 0;
    for (let outcome: TableOutcome | undefined; outcome === undefined; ) {
      // The first is begun in any case: otherwise a slow catalogue would keep every call from getting on.
      const isFirst = index === 0 && attempts === atFirst;
      if (!isFirst && now() >= untilMs) return stop(attempts, 0);
      const attempt = await tryTable(comparison, plan, attempts, isFirst);
      switch (attempt.kind) {
        case 'done':
          outcome = attempt.outcome;
          await store.write(store.objects.result(plan.table), JSON.stringify({ startedAt, outcome }));
          break;
        case 'smaller':
          attempts += 1;
          break;
        case 'lost':
          lost += 1;
          if (lost < MOST_LOST) break;
          // What this call has done is kept where there is something.
          if (index > 0) return stop(attempts, LATER_SECONDS, `: ${inWords(attempt.error)}`);
          throw new TransientDependencyError(inWords(attempt.error), { cause: attempt.error });
        case 'later':
          return stop(attempts + 1, LATER_SECONDS, `: ${attempt.detail}`);
        case 'outOfTime':
          return stop(attempts, 0);
        default:
          assertNever(attempt);
      }
    }
    after = plan.table;
  }
  return { kind: 'finished', after };
}

/** @param isWholeCall whether it has all the time that a call has */
async function tryTable(
  { snapshots, store, now, untilMs }: TableComparisons,
  plan: TablePlan,
  attempts: number,
  isWholeCall: boolean,
): Promise<Attempt> {
  let rows: BothSides<number> | undefined;
  const work = {
    store,
    attempts,
    goOn: () => {
      if (now() >= untilMs) throw new OutOfTime();
    },
    counted: (found: BothSides<number>) => {
      rows = found;
    },
  };
  const leave = (reason: NotComparedReason, why: string): Attempt => {
    const known = rows === undefined ? '' : `; ${sayRows([rows.restored, rows.live])}`;
    const notCompared = { table: plan.table, reason, detail: `${why}${known}` };
    return { kind: 'done', outcome: { kind: 'notCompared', notCompared } };
  };
  try {
    return { kind: 'done', outcome: await outcomeOf({ ...work, snapshots: await snapshots.get() }, plan) };
  } catch (error) {
    // After an error a transaction takes no statement, and after no answer it may be at work.
    await snapshots.end();
    if (error instanceof OutOfTime) {
      if (!isWholeCall) return { kind: 'outOfTime' };
      return leave('too-large', 'it cannot be compared in the time of one call');
    }
    const trouble = judgeTrouble(error);
    if (trouble.kind === 'again') return { kind: 'lost', error };
    if (trouble.kind === 'fatal') throw error;
    const said = oneLine(inWords(error), 300);
    if (plan.kind === 'leave') return leave(plan.reason, `${plan.why}; its rows cannot be counted: ${said}`);
    if (trouble.kind === 'leave') return leave(trouble.reason, said);
    const reason = trouble.kind === 'smaller' ? 'too-large' : trouble.reason;
    if (attempts + 1 >= MOST_ATTEMPTS) return leave(reason, `after ${counted(MOST_ATTEMPTS, 'attempt')}: ${said}`);
    return trouble.kind === 'smaller' ? { kind: 'smaller' } : { kind: 'later', detail: said };
  }
}

async function outcomeOf(work: TableWork, plan: TablePlan): Promise<TableOutcome> {
  return plan.kind === 'compare'
    ? { kind: 'compared', table: await compareTable(work, plan) }
    : { kind: 'notCompared', notCompared: await leaveTable(work, plan) };
}
