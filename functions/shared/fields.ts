import * as z from 'zod';

/** Fields that several contracts share. The messages say what to write instead. */

export const timestamp = z.iso.datetime({
  offset: true,
  error: 'write an ISO 8601 time with its offset, such as 2026-11-22T03:00:00Z',
});

/** A yes or no of an environment variable. */
export const flagText = z.enum(['true', 'false']).transform((text) => text === 'true');

/** What names one failover: part of every identifier that it makes. */
export const failoverId = z
  .string()
  .regex(/^\d{8}-\d{6}$/, 'write when it began, such as 20261122-030000: identifiers and permissions are made of it');

/** What names one validation, as a failover's id names a failover. */
export const validationId = failoverId;

/** What names one recovery from damaged data, likewise. */
export const recoveryId = failoverId;

/** What names one deployment of a warm standby. */
export const releaseId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write lower-case letters, digits and single hyphens, such as 20261122-030000')
  .max(20, 'write at most 20 characters');

export const executionArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+$/,
    'write the ARN of a Step Functions execution',
  );

export const mode = z.enum(['failover', 'drill'], { error: "write 'failover' or 'drill'" });

/** An environment variable that holds a whole number. */
export const wholeNumberText = z.string().regex(/^\d+$/, 'write a whole number, such as 60').transform(Number);

/** An environment variable that holds a number, such as 0.5. */
export const numberText = z
  .string()
  .regex(/^\d+(\.\d+)?$/, 'write a number, such as 0.5')
  .transform(Number);

/** An environment variable that holds names separated by commas. */
export const listText = z
  .string()
  .min(1, 'write at least one name; separate several with commas')
  .transform((text): readonly string[] => text.split(',').map((name) => name.trim()));

/** The same where there may be none. */
export const namesText = z
  .string()
  .default('')
  .transform((text): readonly string[] => text.split(',').filter((name) => name !== ''));

/** An environment variable that holds JSON of the given shape. */
export function jsonText<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue('write valid JSON');
        return z.NEVER;
      }
    })
    .pipe(schema);
}

/** What `waitForAvailable` is to wait for, as the functions that start something hand it to the workflow. */
export const WaitFor = z.discriminatedUnion('target', [
  z.strictObject({
    target: z.literal('cluster'),
    clusterIdentifier: z.string().min(1),
    /**
     * `available`: the storage is restored; a writer may be added. `usable`: and a writer is available.
     * `connectable`: and the Data API is on.
     */
    until: z.enum(['available', 'usable', 'connectable']).default('usable'),
    since: timestamp,
  }),
  z.strictObject({ target: z.literal('instance'), instanceIdentifier: z.string().min(1), since: timestamp }),
  z.strictObject({ target: z.literal('instanceGone'), instanceIdentifier: z.string().min(1), since: timestamp }),
  z.strictObject({ target: z.literal('clusterGone'), clusterIdentifier: z.string().min(1), since: timestamp }),
  z.strictObject({ target: z.literal('stack'), stackName: z.string().min(1), since: timestamp }),
  z.strictObject({ target: z.literal('stackGone'), stackName: z.string().min(1), since: timestamp }),
  z.strictObject({ target: z.literal('traffic'), to: z.enum(['primary', 'standby']), since: timestamp }),
]);
export type WaitFor = z.output<typeof WaitFor>;
