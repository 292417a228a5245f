import type { ReportCheck } from '../stage/report-check';
import { EXECUTION_CHECK } from './checks';
import type { RehearsalReport } from './report';

/** The state machine would not go on because it could not be sure. An invalid request is a mistake, not a danger. */
const REFUSALS: ReadonlySet<string> = new Set(['UnsafeToProceedError', 'FencedOutError']);

/** A refusal counts as one only if everything else is as it should be: nothing orphaned, traffic where it is said to be. */
export function verdictOf(
  { error, cause }: { readonly error: string | null; readonly cause: string | null },
  checks: readonly ReportCheck[],
): RehearsalReport['verdict'] {
  const failed = checks.filter(({ passed }) => passed !== true);
  if (failed.length === 0) return 'passed';
  // What has waited until its deadline was held up, and refused nothing.
  const isRefusal = error !== null && REFUSALS.has(error) && !isOfDeadline(cause);
  return isRefusal && failed.every(({ name }) => name === EXECUTION_CHECK) ? 'refused' : 'failed';
}

/** As the state machine ends with it: `STEP: deadline-passed: …`. */
function isOfDeadline(cause: string | null): boolean {
  return /^\w+: deadline-passed(:|$)/.test(cause ?? '');
}
