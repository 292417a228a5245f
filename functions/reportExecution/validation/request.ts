import * as z from 'zod';
import {
  filled,
  LONGEST_NAME,
  LONGEST_REASON,
  notAfter,
  orNull,
  problemsOf,
  recoveryPointArn,
} from '../common/request-fields';

/** What is said of somebody who left them out. */
const NOBODY = 'somebody who gave no name';
const NO_REASON = 'no reason was given';

/**
 * What a restore validation is started with: the input of the state machine. Everything may be left out: then the newest
 * recovery point is restored. Each message says what to write instead; a field that is null counts as left out.
 */
export const ValidationRequest = z.strictObject({
  reason: filled(LONGEST_REASON, 'write why, in one sentence, or leave it out')
    .nullish()
    .transform((reason) => reason ?? NO_REASON),
  requestedBy: filled(LONGEST_NAME, 'write who requests it, or leave it out')
    .nullish()
    .transform((name) => name ?? NOBODY),
  recoveryPointArn,
  notAfter,
  /** The job of AWS Backup restore testing that waits for the verdict. */
  restoreJobId: filled(LONGEST_NAME, 'write the id of a restore job of AWS Backup restore testing, or leave it out')
    .nullish()
    .transform(orNull),
});
export type ValidationRequest = z.output<typeof ValidationRequest>;

/** Every problem of an input as `field: write …`; empty when there is none. */
export function validationProblems(input: unknown): readonly string[] {
  return problemsOf(ValidationRequest, input, 'write a JSON object, such as {}');
}

/**
 * Whether a recovery point was asked for by name or time. AWS Backup restore testing names the one that its plan picked:
 * the latest within its window, or any (RestoreTestingRecoveryPointSelection, Algorithm:
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingRecoveryPointSelection.html). By the time that
 * it is restored a newer one is in the vault as a rule, so its verdict is about that one, however old it is.
 */
export function isSpecific(request: ValidationRequest | null): boolean {
  return request !== null && (request.recoveryPointArn !== null || request.notAfter !== null);
}
