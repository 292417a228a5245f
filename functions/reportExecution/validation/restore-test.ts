import { evidenceAddress } from '../common/commands';
import type { RestoreTestVerdict } from '../contract';
import type { ValidationVerdict } from '../decide/validation';
import type { ValidationFacts } from './facts';

/** AWS documents no limit of the text; whoever reads it in a list reads no more. */
const LONGEST_MESSAGE = 1000;

/** What AWS Backup's restore testing is told; null where it did not ask, or nothing was tested. */
export function restoreTestVerdict(facts: ValidationFacts, verdict: ValidationVerdict): RestoreTestVerdict | null {
  const jobId = facts.record.request?.restoreJobId ?? null;
  if (jobId === null || verdict.kind === 'refused') return null;
  const text =
    verdict.kind === 'passed'
      ? `${facts.record.checks.length} checks passed. Evidence: ${evidenceAddress(facts, 'validations')}`
      : verdict.findings.map(({ step, cause }) => `${step}: ${cause}`).join('; ');
  return {
    RestoreJobId: jobId,
    ValidationStatus: verdict.kind === 'passed' ? 'SUCCESSFUL' : 'FAILED',
    ValidationStatusMessage: text.slice(0, LONGEST_MESSAGE),
  };
}
