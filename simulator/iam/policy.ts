import * as z from 'zod';
import { describeIssues } from '../kernel/describe-issues';
import { AwsError } from '../service';

const Strings = z.union([z.string().transform((text) => [text]), z.array(z.string())]).readonly();
const ConditionValues = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value) => (Array.isArray(value) ? value : [value]).map(String))
  .readonly();

const Statement = z
  .strictObject({
    Sid: z.string().optional(),
    Effect: z.enum(['Allow', 'Deny']),
    Action: Strings.optional(),
    NotAction: Strings.optional(),
    Resource: Strings.optional(),
    NotResource: Strings.optional(),
    Principal: z.union([z.literal('*'), z.record(z.string(), Strings)]).optional(),
    Condition: z.record(z.string(), z.record(z.string(), ConditionValues)).optional(),
  })
  .refine((statement) => (statement.Action === undefined) !== (statement.NotAction === undefined), {
    message: 'has exactly one of Action and NotAction',
  });

const Document = z.strictObject({
  Version: z.literal('2012-10-17'),
  Id: z.string().optional(),
  Statement: z.union([Statement.transform((statement) => [statement]), z.array(Statement)]).readonly(),
});

export type PolicyStatement = z.infer<typeof Statement>;
export type PolicyDocument = z.infer<typeof Document>;

/** Reads a policy document; a document that the evaluator does not understand is refused, with the field's name. */
export function parsePolicy(what: string, document: unknown): PolicyDocument {
  const parsed = Document.safeParse(typeof document === 'string' ? JSON.parse(document) : document);
  if (parsed.success) return parsed.data;
  throw new AwsError('MalformedPolicyDocument', `${what}: ${describeIssues(parsed.error)}`);
}
