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

const MINUTES_OF_A_YEAR = 525_600;
const AGE = `write how many minutes of data may be lost, as a number above 0 and up to ${MINUTES_OF_A_YEAR}, or leave it out`;

/**
 * What a failover or a drill is started with: the input of the state machine. Each message says what to write instead.
 * A field that is null counts as left out.
 */
export const FailoverRequest = z.strictObject({
  mode: z.enum(['failover', 'drill'], "write 'failover' or 'drill'"),
  reason: filled(LONGEST_REASON, 'write why, in one sentence'),
  requestedBy: filled(LONGEST_NAME, 'write who requests it'),
  recoveryPointArn,
  notAfter,
  /** Data this old is accepted without an approval. */
  acceptRecoveryPointAgeMinutes: z.number(AGE).positive(AGE).max(MINUTES_OF_A_YEAR, AGE).nullish().transform(orNull),
  /** A second person has to approve, however fresh the data is. */
  requireApproval: z
    .boolean('write true or false, or leave it out')
    .nullish()
    .transform((value) => value ?? false),
});
export type FailoverRequest = z.output<typeof FailoverRequest>;

/** Every problem of an input as `field: write …`; empty when there is none. */
export function requestProblems(input: unknown): readonly string[] {
  return problemsOf(FailoverRequest, input, 'write a JSON object with mode, reason and requestedBy');
}
