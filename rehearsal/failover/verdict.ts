import type { ReportCheck } from '../stage/report-check';
import { EXECUTION_CHECK } from './checks';
import type { RehearsalReport } from './report';

/** The state machine would not go on because it could not be sure. An invalid request is a mistake, not a danger. */
const REFUSALS: ReadonlySet<string> = new Set(['UnsafeToProceedError', 'FencedOutError']);

const FAILURES: ReadonlySet<string> = new Set([
  'deadline-passed',
  'change-set-failed',
  'restored-cluster-failed',
  'stack-failed',
]);

/** A refusal counts as one only if everything else is as it should be: nothing orphaned, traffic where it is said to be. */
export function verdictOf(
  { error, cause }: { readonly error: string | null; readonly cause: string | null },
  checks: readonly ReportCheck[],
): RehearsalReport['verdict'] {
  const failed = checks.filter(({ passed }) => passed !== true);
  if (failed.length === 0) return 'passed';
  const isRefusal = error !== null && REFUSALS.has(error) && !isFailure(cause);
  return isRefusal && failed.every(({ name }) => name === EXECUTION_CHECK) ? 'refused' : 'failed';
}

/**
 * Whether the reason that the state machine ends with, `STEP: REASON: …`, is none of doubt: what has waited until its
 * deadline was held up, and what cannot be made was tried.
 */
function isFailure(cause: string | null): boolean {
  const reason = /^\w+: ([\w-]+)(?::|$)/.exec(cause ?? '')?.[1];
  return reason !== undefined && FAILURES.has(reason);
}
