import * as z from 'zod';
import { MOST_HOLD_MINUTES } from '../settings';
import {
  filled,
  LONGEST_NAME,
  LONGEST_REASON,
  notAfter,
  orNull,
  problemsOf,
  recoveryPointArn,
} from '../common/request-fields';

const HOLD = `write a whole number of minutes from 0 to ${MOST_HOLD_MINUTES}, or leave it out`;
const SCHEDULED = 'leave it out: it is written by the schedule of the drills';
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
  /** Of a drill: how long the standby stays up after its smoke test, for a load of the team's own. */
  holdMinutes: z
    .int(HOLD)
    .min(0, HOLD)
    .max(MOST_HOLD_MINUTES, HOLD)
    .nullish()
    .transform((minutes) => minutes ?? 0),
  /** Of a drill that the schedule starts: when it was due. */
  scheduledTime: z.iso.datetime({ offset: true, error: SCHEDULED }).nullish().transform(orNull),
});
export type FailoverRequest = z.output<typeof FailoverRequest>;

/** Every problem of an input as `field: write …`; empty when there is none. */
export function requestProblems(input: unknown): readonly string[] {
  const problems = problemsOf(FailoverRequest, input, 'write a JSON object with mode, reason and requestedBy');
  if (problems.length > 0) return problems;
  const { mode, holdMinutes, scheduledTime } = FailoverRequest.parse(input);
  return [
    ...(mode === 'failover' && holdMinutes > 0 ? ["holdMinutes: leave it out, or write 'drill' for mode"] : []),
    ...(mode === 'failover' && scheduledTime !== null ? [`scheduledTime: ${SCHEDULED}`] : []),
  ];
}
