import { isDeepStrictEqual } from 'node:util';
import { AwsError, type Caller } from '../../service';
import type { Region } from '../../world';
import { notModelled } from '../not-modelled';
import { fetchParameters } from './aws-calls';
import { evaluateCondition } from './intrinsics';
import { type GivenParameter, resolveParameters } from './parameters';
import type { StackOperation } from './resource-steps';
import type { Providers } from './resource-work';
import type { Stack, StackDefinition } from './stack';
import { parseTemplate, type Template } from './template';
import { exists, isChanged } from './update-stack';

/** What a caller asks a stack to become. */
export type DefinitionRequest = {
  readonly templateText: string;
  readonly parameters: readonly GivenParameter[];
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
};

/**
 * Reads the template, gives the parameters their values and checks what can be checked before anything is changed.
 *
 * @param previous what is deployed, for parameters that keep their value
 * @param caller with whose permissions SSM parameters are read
 */
export async function readDefinition(
  region: Region,
  providers: Providers,
  request: DefinitionRequest,
  previous: StackDefinition | undefined,
  caller: Caller,
): Promise<StackDefinition> {
  const template = parseTemplate(request.templateText);
  for (const [logicalId, { type }] of Object.entries(template.resources)) refuseUnknownType(providers, logicalId, type);
  requireCapabilities(template, request.capabilities);
  const parameters = await resolveParameters(
    template.parameters,
    request.parameters,
    previous?.parameters ?? new Map(),
    (names) => fetchParameters(region, caller, names),
  );
  return {
    template,
    templateText: request.templateText,
    parameters,
    tags: request.tags,
    capabilities: request.capabilities,
  };
}

/** @throws AwsError ValidationError when one of the template's rules does not hold */
export function checkRules({ definition, scope }: StackOperation): void {
  for (const rule of Object.values(definition.template.rules)) {
    if (rule.RuleCondition !== undefined && !evaluateCondition(rule.RuleCondition, scope)) continue;
    for (const { Assert, AssertDescription } of rule.Assertions) {
      if (evaluateCondition(Assert, scope)) continue;
      throw new AwsError(
        'ValidationError',
        `Template failed to validate: ${AssertDescription ?? 'an assertion of a rule does not hold'}`,
      );
    }
  }
}

export type Change = {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string | undefined;
  readonly isReplaced: boolean;
};

/** What the operation would change about the stack's resources. */
export function changesOf(stack: Stack, operation: StackOperation): readonly Change[] {
  const changes: Change[] = [];
  for (const [logicalId, definition] of operation.active) {
    const resource = stack.resources.get(logicalId);
    const { type } = definition;
    if (!exists(resource)) {
      changes.push({ action: 'Add', logicalId, type, physicalId: undefined, isReplaced: false });
    } else if (isChanged(operation, resource, definition)) {
      const isReplaced =
        type !== resource.definition.type || operation.providers.get(resource.definition.type)?.update === undefined;
      changes.push({ action: 'Modify', logicalId, type, physicalId: resource.physicalId, isReplaced });
    }
  }
  for (const [logicalId, resource] of stack.resources) {
    if (operation.active.has(logicalId) || !exists(resource)) continue;
    const { type } = resource.definition;
    changes.push({ action: 'Remove', logicalId, type, physicalId: resource.physicalId, isReplaced: false });
  }
  return changes;
}

/** Whether there is nothing to do: no resource, output or tag differs. */
export function isNoChange(stack: Stack, operation: StackOperation): boolean {
  const { deployed } = stack;
  return (
    deployed !== undefined &&
    // What failed is tried again, with the same template too (User Guide, Stack failure options).
    !stack.status.endsWith('_FAILED') &&
    changesOf(stack, operation).length === 0 &&
    isDeepStrictEqual(deployed.template.outputs, operation.definition.template.outputs) &&
    isDeepStrictEqual(deployed.tags, operation.definition.tags)
  );
}

function refuseUnknownType(providers: Providers, logicalId: string, type: string): void {
  if (type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource') {
    throw notModelled(`The custom resource ${logicalId} (${type})`);
  }
  if (!providers.has(type)) throw notModelled(`The resource type ${type} (of ${logicalId})`);
}

const NAME_PROPERTIES = ['RoleName', 'PolicyName', 'ManagedPolicyName', 'UserName', 'GroupName', 'InstanceProfileName'];

/** IAM resources must be acknowledged; those with names of their own, by CAPABILITY_NAMED_IAM. */
function requireCapabilities(template: Template, capabilities: readonly string[]): void {
  const iam = Object.values(template.resources).filter(({ type }) => type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return;
  const isNamed = iam.some(
    ({ type, properties }) =>
      type !== 'AWS::IAM::Policy' && NAME_PROPERTIES.some((property) => properties[property] !== undefined),
  );
  const sufficient = isNamed ? ['CAPABILITY_NAMED_IAM'] : ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'];
  if (sufficient.some((capability) => capabilities.includes(capability))) return;
  throw new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${sufficient[0] ?? ''}]`);
}
