import type * as client from '@aws-sdk/client-cloudformation';
import { AwsError, type Operations } from '../../service';
import type { Region } from '../../world';
import { type PageRules, pageOf } from '../paging';
import { isNoChange } from './definition';
import { describeEvents, describeResources, describeStack } from './descriptions';
import {
  givenParameters,
  givenTags,
  invalid,
  passRole,
  readTemplateText,
  refuseMembers,
  requireName,
  requireUpdatable,
  roleCondition,
  stackAccess,
} from './request-members';
import { type OnFailure, Stack } from './stack';
import { parseStackPolicy } from './stack-policy';
import type { Stacks } from './stacks';

/** The operations on stacks. */
export function stackOperations(region: Region, stacks: Stacks): Operations<typeof client> {
  return {
    CreateStack: {
      access: (input) => [
        stackAccess(region, stacks, 'CreateStack', input.StackName, roleCondition(input.RoleARN)),
        ...passRole(input.RoleARN),
      ],
      async handle(input, { caller }) {
        refuseMembers('CreateStack', input, UNMODELLED_CREATE);
        const name = requireName('stackName', input.StackName);
        const repeated = stacks.isRepeated(input.ClientRequestToken, name, 'CreateStack');
        const existing = stacks.find(name);
        if (repeated && existing !== undefined) return { StackId: existing.id };
        if (existing !== undefined) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
        const worker = region.cloudFormation.workerFor(input.RoleARN, caller);
        const definition = await region.cloudFormation.define(
          {
            templateText: await readTemplateText(region, caller, input, undefined),
            parameters: givenParameters(input.Parameters),
            tags: givenTags(input.Tags, undefined),
            capabilities: input.Capabilities ?? [],
          },
          undefined,
          worker,
        );
        const stack = new Stack(region, name, 'REVIEW_IN_PROGRESS');
        const operation = region.cloudFormation.prepare(stack, definition, input.RoleARN, caller);
        stack.terminationProtection = input.EnableTerminationProtection ?? false;
        const onFailure = onFailureOfCreate(input.OnFailure, input.DisableRollback);
        stack.disableRollback = onFailure === 'DO_NOTHING';
        stack.requestToken = input.ClientRequestToken;
        void region.cloudFormation.beginCreate(stack, operation, onFailure);
        return { StackId: stack.id };
      },
    },
    UpdateStack: {
      access: (input) => [
        stackAccess(region, stacks, 'UpdateStack', input.StackName, roleCondition(input.RoleARN)),
        ...passRole(input.RoleARN),
      ],
      async handle(input, { caller }) {
        refuseMembers('UpdateStack', input, UNMODELLED_UPDATE);
        const stack = stacks.get(input.StackName);
        if (stacks.isRepeated(input.ClientRequestToken, stack.id, 'UpdateStack')) return { StackId: stack.id };
        const definition = await region.cloudFormation.define(
          {
            templateText: await readTemplateText(region, caller, input, stack),
            parameters: givenParameters(input.Parameters),
            tags: givenTags(input.Tags, stack),
            capabilities: input.Capabilities ?? [],
          },
          stack,
          region.cloudFormation.workerFor(input.RoleARN ?? stack.roleArn, caller),
        );
        requireUpdatable(stack);
        const operation = region.cloudFormation.prepare(stack, definition, input.RoleARN, caller);
        if (isNoChange(stack, operation)) throw invalid('No updates are to be performed.');
        stack.requestToken = input.ClientRequestToken;
        void region.cloudFormation.beginUpdate(stack, operation, input.DisableRollback ?? false);
        return { StackId: stack.id };
      },
    },
    DeleteStack: {
      access: (input) => [
        stackAccess(region, stacks, 'DeleteStack', input.StackName, roleCondition(input.RoleARN)),
        ...passRole(input.RoleARN),
      ],
      handle(input, { caller }) {
        refuseMembers('DeleteStack', input, ['RetainResources', 'DeletionMode']);
        const stack = stacks.find(input.StackName ?? '');
        // Deleting what is not there succeeds (CloudFormation API, DeleteStack).
        if (stack === undefined || stack.status === 'DELETE_COMPLETE') return {};
        if (stacks.isRepeated(input.ClientRequestToken, stack.id, 'DeleteStack')) return {};
        stack.requireDeletable();
        if (stack.status === 'DELETE_IN_PROGRESS') return {};
        // A creation and its rollback can be cut short, an update cannot.
        if (stack.operation !== undefined && stack.status.startsWith('UPDATE_')) {
          throw invalid(`Stack [${stack.id}] cannot be deleted while in status ${stack.status}`);
        }
        stack.requestToken = input.ClientRequestToken;
        void region.cloudFormation.beginDelete(
          stack,
          region.cloudFormation.workerFor(input.RoleARN ?? stack.roleArn, caller),
        );
        stacks.removeChangeSets((changeSet) => changeSet.stack === stack);
        return {};
      },
    },
    ContinueUpdateRollback: {
      access: (input) => [
        stackAccess(region, stacks, 'ContinueUpdateRollback', input.StackName, roleCondition(input.RoleARN)),
        ...passRole(input.RoleARN),
      ],
      handle(input, { caller }) {
        refuseMembers('ContinueUpdateRollback', input, ['RoleARN']);
        const stack = stacks.get(input.StackName);
        if (stacks.isRepeated(input.ClientRequestToken, stack.id, 'ContinueUpdateRollback')) return {};
        const { continueRollback } = stack;
        if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || continueRollback === undefined) {
          throw invalid(`Stack:${stack.id} is in ${stack.status} state and can not continue its update rollback.`);
        }
        const skipped = input.ResourcesToSkip ?? [];
        const notFailed = skipped.find((id) => !(stack.resources.get(id)?.status ?? '').endsWith('_FAILED'));
        if (notFailed !== undefined) {
          throw invalid(`ResourcesToSkip: ${notFailed} is no resource of ${stack.name} whose rollback has failed.`);
        }
        stack.requestToken = input.ClientRequestToken;
        void region.cloudFormation.beginRollback(stack, region.cloudFormation.workerFor(stack.roleArn, caller), () =>
          continueRollback(skipped),
        );
        return {};
      },
    },
    UpdateTerminationProtection: {
      access: (input) => [stackAccess(region, stacks, 'UpdateTerminationProtection', input.StackName)],
      handle(input) {
        const stack = stacks.get(input.StackName);
        stack.terminationProtection = input.EnableTerminationProtection ?? stack.terminationProtection;
        return { StackId: stack.id };
      },
    },
    SetStackPolicy: {
      access: (input) => [stackAccess(region, stacks, 'SetStackPolicy', input.StackName)],
      handle(input) {
        stacks.get(input.StackName).policy = parseStackPolicy(input.StackPolicyBody);
        return {};
      },
    },
    GetStackPolicy: {
      access: (input) => [stackAccess(region, stacks, 'GetStackPolicy', input.StackName)],
      handle(input) {
        const { policy } = stacks.get(input.StackName);
        return policy === undefined ? {} : { StackPolicyBody: JSON.stringify(policy) };
      },
    },
    DescribeStacks: {
      access: (input) =>
        input.StackName === undefined
          ? [{ action: 'cloudformation:DescribeStacks', resource: '*' }]
          : [stackAccess(region, stacks, 'DescribeStacks', input.StackName)],
      handle: (input) => ({
        Stacks: (input.StackName === undefined ? stacks.live : [stacks.get(input.StackName)]).map(describeStack),
      }),
    },
    DescribeStackEvents: {
      access: (input) => [stackAccess(region, stacks, 'DescribeStackEvents', input.StackName)],
      handle(input) {
        if (input.NextToken !== undefined) throw RESOURCES_A_PAGE.wrongToken(input.NextToken);
        return { StackEvents: describeEvents(stackOrNamed(input.StackName)) };
      },
    },
    DescribeStackResources: {
      access: (input) => [stackAccess(region, stacks, 'DescribeStackResources', input.StackName)],
      handle(input) {
        refuseMembers('DescribeStackResources', input, ['PhysicalResourceId']);
        const resources = describeResources(stackOrNamed(input.StackName));
        const wanted = input.LogicalResourceId;
        return {
          StackResources: resources.filter((one) => wanted === undefined || one.LogicalResourceId === wanted),
        };
      },
    },
    ListStackResources: {
      access: (input) => [stackAccess(region, stacks, 'ListStackResources', input.StackName)],
      handle(input) {
        const all = describeResources(stackOrNamed(input.StackName));
        const { items, token } = pageOf(all, { token: input.NextToken }, RESOURCES_A_PAGE);
        return {
          StackResourceSummaries: items.map((resource) => ({
            LogicalResourceId: resource.LogicalResourceId,
            PhysicalResourceId: resource.PhysicalResourceId,
            ResourceType: resource.ResourceType,
            ResourceStatus: resource.ResourceStatus,
            ResourceStatusReason: resource.ResourceStatusReason,
            LastUpdatedTimestamp: resource.Timestamp,
          })),
          NextToken: token,
        };
      },
    },
    GetTemplate: {
      access: (input) => [stackAccess(region, stacks, 'GetTemplate', input.StackName)],
      handle(input) {
        refuseMembers('GetTemplate', input, ['ChangeSetName']);
        const stack = stackOrNamed(input.StackName);
        return { TemplateBody: stack.deployed?.templateText, StagesAvailable: ['Original', 'Processed'] };
      },
    },
  };

  /** These three word the same refusal otherwise. */
  function stackOrNamed(nameOrId: string | undefined): Stack {
    const stack = stacks.find(nameOrId ?? '');
    if (stack === undefined) throw invalid(`Stack [${nameOrId ?? ''}] does not exist`);
    return stack;
  }
}

/** CloudFormation answers with a page of a hundred (CloudFormation API, DescribeStackResources); the text is UNVERIFIED. */
const RESOURCES_A_PAGE: PageRules = {
  member: '',
  least: 100,
  most: 100,
  otherwise: 100,
  wrongToken: () => invalid('The specified NextToken is invalid'),
};

const UNMODELLED_CREATE = [
  'ResourceTypes',
  'RollbackConfiguration',
  'NotificationARNs',
  'StackPolicyBody',
  'StackPolicyURL',
  'RetainExceptOnCreate',
  'TimeoutInMinutes',
] as const;
const UNMODELLED_UPDATE = [
  'ResourceTypes',
  'RollbackConfiguration',
  'NotificationARNs',
  'StackPolicyBody',
  'StackPolicyURL',
  'StackPolicyDuringUpdateBody',
  'StackPolicyDuringUpdateURL',
  'RetainExceptOnCreate',
] as const;

function onFailureOfCreate(onFailure: OnFailure | undefined, disableRollback: boolean | undefined): OnFailure {
  if (onFailure !== undefined && disableRollback !== undefined) {
    throw invalid('You can specify either DisableRollback or OnFailure, but not both.');
  }
  return onFailure ?? (disableRollback === true ? 'DO_NOTHING' : 'ROLLBACK');
}
