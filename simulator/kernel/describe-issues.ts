import type * as z from 'zod';

/** One sentence for each thing that is wrong, with the path of the field. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.length > 0 ? `field ${path.map(String).join('.')}: ` : ''}${message}`)
    .join('; ');
}
