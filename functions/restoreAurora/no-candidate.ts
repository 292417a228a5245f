import { UnsafeToProceedError } from '../shared/errors';
import type { Choice, Policy, Rejection } from './choose-candidate';

/** Room for a person to decide in: until the next start the age goes on growing. */
const TO_DECIDE_MINUTES = 60;

export function noneLeft(rejected: readonly Rejection[]): UnsafeToProceedError {
  return new UnsafeToProceedError(
    'no-restorable-recovery-point',
    `no recovery point could be restored (${inWords(rejected)})`,
  );
}

/** What is left is older than anybody has accepted: says what to write for it to be taken. */
export function needsAcceptance(
  { candidate, rejected }: Extract<Choice, { kind: 'tooOld' }>,
  { fallbackMaxAgeMs, nowMs }: Policy,
): UnsafeToProceedError {
  const ageMinutes = Math.ceil((nowMs - Date.parse(candidate.createdAt)) / 60_000);
  return new UnsafeToProceedError(
    'fallback-needs-acceptance',
    `what was chosen cannot be restored (${inWords(rejected)}). The next recovery point, ` +
      `${candidate.recoveryPointArn} of ${candidate.createdAt}, is ${ageMinutes} minutes old, more than the ` +
      `${Math.floor(fallbackMaxAgeMs / 60_000)} that are accepted. To restore it, start again with ` +
      `"acceptRecoveryPointAgeMinutes": ${ageMinutes + TO_DECIDE_MINUTES}`,
  );
}

function inWords(rejected: readonly Rejection[]): string {
  return rejected.map((each) => `${each.recoveryPointArn}: ${each.reason}`).join('; ');
}
