import * as z from 'zod';
import { describeIssues } from '../kernel/describe-issues';
import { AwsError } from '../service';

/** A number, or the text of one: templates hold both. */
export const TemplateNumber = z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]).transform(Number);

/** A boolean, or the text of one. */
export const TemplateBoolean = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true');

/** The list of tags as most resource types take it. */
export const TagList = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).readonly();

/**
 * Reads the properties of a resource. A property that the schema does not know, or a value that it does not take, fails
 * the resource with the field's name, as CloudFormation's own validation does.
 */
export function parseProperties<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  properties: Readonly<Record<string, unknown>>,
): z.infer<Schema> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new AwsError(
    'ValidationException',
    `Properties validation failed for resource type ${type}: ${describeIssues(parsed.error)} ` +
      '(the properties that the simulator models are in docs/SIMULATOR.md)',
  );
}

/** The tags that a resource carries: the stack's, then its own. */
export function mergeTags(
  stackTags: Readonly<Record<string, string>>,
  own: readonly { readonly Key: string; readonly Value: string }[] | undefined,
): Readonly<Record<string, string>> {
  return { ...stackTags, ...Object.fromEntries((own ?? []).map(({ Key, Value }) => [Key, Value])) };
}
