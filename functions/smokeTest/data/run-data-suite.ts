import { isNamed } from '../../shared/aws-errors';
import { TransientDependencyError } from '../../shared/errors';
import type { Output } from '../contract';
import { judgeError, pauseMs } from '../decide';
import type { DataCheckRun, Restored } from './check-run';
import { checksOf } from './checks';
import type { DataCursor } from './settings';

/** After this a call begins with nothing new: the statement that runs may take 45 seconds more, and the function has 120. */
const BEGIN_WITHIN_MS = 60_000;
/** For a database that is waking up, or a moment's trouble on the way to it. */
const ATTEMPTS = 4;
const PROBLEMS_SHOWN = 10;

export interface DataRun {
  readonly restored: Restored;
  readonly from: DataCursor;
  readonly now: () => number;
  pause(durationMs: number): Promise<void>;
}

export interface DataProgress {
  readonly checks: Output['checks'];
  /** Where to go on; undefined when every check is done. */
  readonly next: DataCursor | undefined;
}

/**
 * Runs the data checks from where the last call stopped. A check that errors is a failed check; no answer is none.
 *
 * @throws TransientDependencyError when there is no answer: nothing is known then
 */
export async function runDataSuite(run: DataRun): Promise<DataProgress> {
  const untilMs = run.now() + BEGIN_WITHIN_MS;
  const all = checksOf(run.restored);
  const checks: Output['checks'][number][] = [];
  let cursor = run.from;
  for (const check of all.slice(cursor.check)) {
    const startedMs = run.now();
    const outcome = await runOne(check, cursor, run, untilMs);
    if (outcome.kind === 'unfinished') return { checks, next: outcome.cursor };
    checks.push({
      name: check.name,
      suite: 'data',
      kind: 'data',
      passed: outcome.passed,
      attempts: 1,
      durationMs: run.now() - startedMs,
      detail: outcome.detail,
      mayPass: false,
      ...(check.isSentence && outcome.passed ? { sentence: outcome.detail } : {}),
    });
    cursor = { check: cursor.check + 1, item: 0, problems: [] };
  }
  return { checks, next: undefined };
}

type CheckProgress =
  | { readonly kind: 'finished'; readonly passed: boolean; readonly detail: string }
  | { readonly kind: 'unfinished'; readonly cursor: DataCursor };

async function runOne(check: DataCheckRun, from: DataCursor, run: DataRun, untilMs: number): Promise<CheckProgress> {
  const listed = await attempt(() => check.items(), run, untilMs);
  if (listed.kind === 'error') return finished([listed.detail], '');
  // Nothing to look at, and that is no fault.
  if (typeof listed.value === 'string') return finished([], listed.value);
  const items = listed.value;
  const problems = [...from.problems];
  for (const [offset, item] of items.slice(from.item).entries()) {
    // At least one a call: otherwise a slow list would never get on.
    if (offset > 0 && run.now() >= untilMs)
      return { kind: 'unfinished', cursor: { check: from.check, item: from.item + offset, problems } };
    const looked = await attempt(() => check.look(item), run, untilMs);
    const problem = looked.kind === 'error' ? `${items.length > 1 ? `${item}: ` : ''}${looked.detail}` : looked.value;
    if (problem !== undefined && problems.length < PROBLEMS_SHOWN) problems.push(problem.slice(0, 500));
  }
  return finished(problems, check.passed(items.length));
}

function finished(problems: readonly string[], passed: string): CheckProgress {
  if (problems.length === 0) return { kind: 'finished', passed: true, detail: passed };
  const more = problems.length < PROBLEMS_SHOWN ? '' : `; only the first ${PROBLEMS_SHOWN} problems are shown`;
  return { kind: 'finished', passed: false, detail: `${problems.join('; ')}${more}` };
}

type Attempted<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'error'; readonly detail: string };

async function attempt<T>(work: () => Promise<T>, run: DataRun, untilMs: number): Promise<Attempted<T>> {
  for (let count = 1; ; count += 1) {
    try {
      return { kind: 'value', value: await work() };
    } catch (error) {
      const judgement = judgeError(error);
      // A statement that has taken its 45 seconds would take them again.
      const isTooSlow = isNamed(error, 'StatementTimeoutException');
      const mayRepeat = judgement.kind === 'failed' && judgement.repeat && !isTooSlow && count < ATTEMPTS;
      if (!mayRepeat || run.now() + pauseMs(count) >= untilMs) {
        // No answer says nothing about the data: the workflow calls again with the same cursor.
        if (judgement.kind === 'failed' && judgement.because !== 'wrong') {
          throw new TransientDependencyError(judgement.detail, { cause: error });
        }
        return { kind: 'error', detail: judgement.detail };
      }
      await run.pause(pauseMs(count));
    }
  }
}
