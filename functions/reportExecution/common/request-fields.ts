import * as z from 'zod';

/** Of one sentence; what is longer makes the notification unreadable. */
export const LONGEST_REASON = 1000;
export const LONGEST_NAME = 200;

const POINT = 'write the ARN of a recovery point in the standby vault, or leave it out';

/** Text that says something. */
export const filled = (most: number, message: string) =>
  z
    .string(message)
    .refine((value) => value.trim() !== '', message)
    .max(most, `write at most ${most} characters`);

/** This recovery point and no other. */
export const recoveryPointArn = z
  .string(POINT)
  .regex(/^arn:\S+$/, POINT)
  .nullish()
  .transform(orNull);

/** Only recovery points created at or before this time. */
export const notAfter = z.iso
  .datetime({
    offset: true,
    error: 'write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z, or leave it out',
  })
  .nullish()
  .transform(orNull);

/** Every problem of an input as `field: write …`; empty when there is none. */
export function problemsOf(schema: z.ZodObject, input: unknown, shape: string): readonly string[] {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
  const parsed = schema.safeParse(isObject ? input : {});
  const wrongShape = isObject ? [] : [`input: ${shape}`];
  if (parsed.success) return wrongShape;
  return [
    ...wrongShape,
    ...parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => `${clipped(key)}: there is no such field; leave it out`)
        : [`${issue.path.map(String).join('.')}: ${issue.message}`],
    ),
  ];
}

/** The fields of a refused input that make sense. */
export function usableFields(schema: z.ZodObject, input: unknown): Readonly<Record<string, unknown>> {
  const given: Readonly<Record<string, unknown>> =
    typeof input === 'object' && input !== null && !Array.isArray(input) ? { ...input } : {};
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([field, each]) => {
      const parsed = z.safeParse(each, given[field]);
      return parsed.success ? [[field, parsed.data]] : [];
    }),
  );
}

/** What is left out anyway is not written. */
export function written(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(input).filter(
      ([, value]) => value !== null && value !== undefined && value !== false && value !== 0,
    ),
  );
}

function clipped(key: string): string {
  return key.length > 60 ? `${key.slice(0, 60)}…` : key;
}

export function orNull<Value>(value: Value | null | undefined): Value | null {
  return value ?? null;
}
