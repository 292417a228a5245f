import { AwsError, type Access, type Caller } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { fetchTemplate } from './aws-calls';
import type { GivenParameter } from './parameters';
import type { Stack } from './stack';
import type { Stacks } from './stacks';

/** What several operations read from their input in the same way. */

/** The access to a stack that there is, or to any stack of that name while there is none. */
export function stackAccess(
  region: Region,
  stacks: Stacks,
  action: string,
  nameOrId: string | undefined,
  conditions?: Access['conditions'],
): Access {
  const { accountId } = region.world;
  const named = nameOrId?.startsWith('arn:') === true ? nameOrId : undefined;
  const fallback = `arn:aws:cloudformation:${region.name}:${accountId}:stack/${nameOrId ?? ''}/*`;
  return {
    action: `cloudformation:${action}`,
    resource: stacks.find(nameOrId ?? '')?.id ?? named ?? fallback,
    ...(conditions === undefined ? {} : { conditions }),
  };
}

/** To hand a role to CloudFormation the caller must be allowed to pass it. */
export function passRole(roleArn: string | undefined): readonly Access[] {
  if (roleArn === undefined) return [];
  return [
    {
      action: 'iam:PassRole',
      resource: roleArn,
      conditions: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    },
  ];
}

export function roleCondition(roleArn: string | undefined): Access['conditions'] {
  return roleArn === undefined ? undefined : { 'cloudformation:RoleArn': roleArn };
}

/** A template in a request may have 51,200 bytes, one in S3 a million (CloudFormation User Guide, quotas). */
const MAXIMUM_BODY_BYTES = 51_200;
const MAXIMUM_S3_BYTES = 1_000_000;

export async function readTemplateText(
  region: Region,
  caller: Caller,
  input: { readonly TemplateBody?: string; readonly TemplateURL?: string; readonly UsePreviousTemplate?: boolean },
  stack: Stack | undefined,
): Promise<string> {
  const { TemplateBody, TemplateURL, UsePreviousTemplate } = input;
  const given = [TemplateBody, TemplateURL, UsePreviousTemplate === true ? true : undefined];
  if (given.filter((one) => one !== undefined).length !== 1) {
    throw invalid('Either Template URL or Template Body must be specified.');
  }
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) <= MAXIMUM_BODY_BYTES) return TemplateBody;
    throw invalid(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAXIMUM_BODY_BYTES}`,
    );
  }
  if (TemplateURL !== undefined) {
    const text = await fetchTemplate(region, caller, TemplateURL);
    if (Buffer.byteLength(text) <= MAXIMUM_S3_BYTES) return text;
    throw invalid(`Template may not exceed ${MAXIMUM_S3_BYTES} bytes in size.`);
  }
  if (stack?.deployed === undefined) throw invalid('The stack has no previous template');
  return stack.deployed.templateText;
}

export function givenParameters(
  parameters:
    | readonly {
        readonly ParameterKey?: string;
        readonly ParameterValue?: string;
        readonly UsePreviousValue?: boolean;
      }[]
    | undefined,
): readonly GivenParameter[] {
  return (parameters ?? []).map(({ ParameterKey, ParameterValue, UsePreviousValue }) => ({
    key: ParameterKey ?? '',
    value: ParameterValue,
    usePrevious: UsePreviousValue,
  }));
}

/** The tags of a request; without any, an update keeps what the stack has. */
export function givenTags(
  tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[] | undefined,
  stack: Stack | undefined,
): Readonly<Record<string, string>> {
  if (tags === undefined || tags.length === 0) return stack?.deployed?.tags ?? {};
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

export function requireName(member: 'stackName' | 'changeSetName', value: string | undefined): string {
  if (value !== undefined && /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(value)) return value;
  throw invalid(
    `1 validation error detected: Value '${value ?? ''}' at '${member}' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

/** The statuses from which a stack can be updated (CloudFormation User Guide, stack status codes). */
const UPDATABLE = [
  'CREATE_COMPLETE',
  'CREATE_FAILED',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
];

export function requireUpdatable(stack: Stack): void {
  if (UPDATABLE.includes(stack.status)) return;
  throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not be updated.`);
}

/** Refuses the members of a request that the simulator does not model. */
export function refuseMembers<Input extends object>(
  operation: string,
  input: Input,
  members: readonly (keyof Input & string)[],
): void {
  for (const member of members) {
    const value = input[member];
    const isAbsent = value === undefined || value === false || (Array.isArray(value) && value.length === 0);
    if (!isAbsent) throw notModelled(`${member} of cloudformation:${operation}`);
  }
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationError', message);
}
