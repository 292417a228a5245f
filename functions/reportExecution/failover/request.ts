import * as z from 'zod';

/** Of one sentence; what is longer makes the notification unreadable. */
const LONGEST_REASON = 1000;
const LONGEST_NAME = 200;
const MINUTES_OF_A_YEAR = 525_600;

const filled = (most: number, message: string) =>
  z
    .string(message)
    .refine((value) => value.trim() !== '', message)
    .max(most, `write at most ${most} characters`);

const POINT = 'write the ARN of a recovery point in the standby vault, or leave it out';
const AGE = `write how many minutes of data may be lost, as a number above 0 and up to ${MINUTES_OF_A_YEAR}, or leave it out`;

/**
 * What a failover or a drill is started with: the input of the state machine. Each message says what to write instead.
 * A field that is null counts as left out.
 */
export const FailoverRequest = z.strictObject({
  mode: z.enum(['failover', 'drill'], "write 'failover' or 'drill'"),
  reason: filled(LONGEST_REASON, 'write why, in one sentence'),
  requestedBy: filled(LONGEST_NAME, 'write who requests it'),
  /** This recovery point and no other. */
  recoveryPointArn: z
    .string(POINT)
    .regex(/^arn:\S+$/, POINT)
    .nullish()
    .transform(orNull),
  /** Only recovery points created at or before this time. */
  notAfter: z.iso
    .datetime({
      offset: true,
      error: 'write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z, or leave it out',
    })
    .nullish()
    .transform(orNull),
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
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const parsed = FailoverRequest.safeParse(isObject ? input : {});
  const shape = isObject ? [] : ['input: write a JSON object with mode, reason and requestedBy'];
  if (parsed.success) return shape;
  return [
    ...shape,
    ...parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `${clipped(key)}: there is no such field; leave it out`)
        : [`${issue.path.map(String).join('.')}: ${issue.message}`],
    ),
  ];
}

function clipped(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}

function orNull<Value>(value: Value | null | undefined): Value | null {
  return value ?? null;
}
