import * as z from 'zod';

/*
 * An execution can end anywhere, and then it is reported: a variable that is missing, or is not of the expected kind,
 * counts as null, and the report says what is known without it.
 */

/** The value, or null where it is missing or of another kind. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .nullish()
    .catch(null)
    .transform((value) => value ?? null);
}

/** The items that are as expected. JSONata makes one value of a list of one. */
export function listOf<Schema extends z.ZodType>(item: Schema) {
  return z
    .unknown()
    .optional()
    .transform((value): readonly z.output<Schema>[] => {
      if (value === undefined || value === null) return [];
      return [value].flat().flatMap((each) => {
        const parsed = item.safeParse(each);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

export const flag = z
  .unknown()
  .optional()
  .transform((value) => value === true);

/** A time that can be calculated with. */
export const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)));
