import * as z from 'zod';
import { matchesWildcard } from '../../iam/wildcard';
import { AwsError } from '../../service';
import { notModelled } from '../not-modelled';
import { ResourceFailure } from './resource-failure';

export type UpdateAction = 'Update:Modify' | 'Update:Replace' | 'Update:Delete';

const TextOrTexts = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const Statement = z.strictObject({
  Effect: z.enum(['Allow', 'Deny']),
  Action: TextOrTexts,
  Principal: z.literal('*'),
  Resource: TextOrTexts,
  Condition: z.strictObject({ StringEquals: z.strictObject({ ResourceType: TextOrTexts }) }).optional(),
});

/** What an update may do to which resources (CloudFormation User Guide, "Prevent updates to stack resources"). */
const StackPolicy = z.strictObject({ Statement: z.array(Statement).min(1) });
export type StackPolicy = z.output<typeof StackPolicy>;

export function parseStackPolicy(text: string | undefined): StackPolicy {
  if (text === undefined) throw notModelled('A stack policy by URL');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidPolicy('it is not JSON');
  }
  const parsed = StackPolicy.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalidPolicy(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

/**
 * A Deny wins; what no statement allows is denied, too: a policy protects everything that it does not mention.
 * @throws ResourceFailure before anything is done to the resource
 */
export function checkStackPolicy(
  policy: StackPolicy | undefined,
  action: UpdateAction,
  { logicalId, type }: { readonly logicalId: string; readonly type: string },
): void {
  if (policy === undefined) return;
  const covers = ({ Action, Resource, Condition }: StackPolicy['Statement'][number]) =>
    Action.some((pattern) => matchesWildcard(pattern, action)) &&
    Resource.some((pattern) => pattern === '*' || matchesWildcard(pattern, `LogicalResourceId/${logicalId}`)) &&
    (Condition?.StringEquals.ResourceType.includes(type) ?? true);
  const denying = policy.Statement.findIndex((statement) => statement.Effect === 'Deny' && covers(statement));
  if (denying === -1 && policy.Statement.some((statement) => statement.Effect === 'Allow' && covers(statement))) return;
  const which = denying === -1 ? 'no statement allows' : `Statement [#${denying + 1}] does not allow`;
  throw new ResourceFailure(`Action denied by stack policy: ${which} [${action}] for resource [${logicalId}]`);
}

function invalidPolicy(why: string): AwsError {
  return new AwsError('ValidationError', `Error validating stack policy: ${why}`);
}
