import type * as client from '@aws-sdk/client-cloudformation';
import { AwsError, type CallContext, type OperationInput, type Operations } from '../../service';
import type { Region } from '../../world';
import { type ChangeSet, NO_CHANGES } from './change-set';
import { changesOf, isNoChange } from './definition';
import { describeParameters, describeTags } from './descriptions';
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
import type { Stacks } from './stacks';

/** The operations on change sets. */
export function changeSetOperations(region: Region, stacks: Stacks): Operations<typeof client> {
  const access = (action: string, stackName: string | undefined, changeSetName: string | undefined) => {
    const isId = changeSetName?.startsWith('arn:') === true;
    const stack = isId ? stacks.findChangeSet(changeSetName, undefined)?.stack.id : stackName;
    const conditions = changeSetName === undefined ? undefined : { 'cloudformation:ChangeSetName': changeSetName };
    return stackAccess(region, stacks, action, stack ?? stackName, conditions);
  };
  return {
    CreateChangeSet: {
      access: (input) => [
        stackAccess(region, stacks, 'CreateChangeSet', input.StackName, {
          'cloudformation:ChangeSetName': input.ChangeSetName ?? '',
          ...roleCondition(input.RoleARN),
          ...(input.TemplateURL === undefined ? {} : { 'cloudformation:TemplateUrl': input.TemplateURL }),
        }),
        ...passRole(input.RoleARN),
      ],
      handle: (input, context) => createChangeSet(region, input, context),
    },
    DescribeChangeSet: {
      access: (input) => [access('DescribeChangeSet', input.StackName, input.ChangeSetName)],
      handle(input) {
        const changeSet = stacks.getChangeSet(input.ChangeSetName, input.StackName);
        return {
          ...summarize(changeSet),
          Parameters: describeParameters(changeSet.definition.parameters),
          Capabilities: changeSet.definition.capabilities as client.Capability[],
          Tags: describeTags(changeSet.definition.tags),
          OnStackFailure: changeSet.onStackFailure,
          NotificationARNs: [],
          Changes: changeSet.changes.map((change) => ({
            Type: 'Resource',
            ResourceChange: {
              Action: change.action,
              LogicalResourceId: change.logicalId,
              PhysicalResourceId: change.physicalId,
              ResourceType: change.type,
              ...(change.action === 'Modify' ? { Replacement: change.isReplaced ? 'True' : 'Conditional' } : {}),
            },
          })),
        };
      },
    },
    ListChangeSets: {
      access: (input) => [stackAccess(region, stacks, 'ListChangeSets', input.StackName)],
      handle: (input) => ({ Summaries: stacks.changeSetsOf(stacks.get(input.StackName)).map(summarize) }),
    },
    ExecuteChangeSet: {
      access: (input) => [access('ExecuteChangeSet', input.StackName, input.ChangeSetName)],
      handle(input, context) {
        refuseMembers('ExecuteChangeSet', input, ['RetainExceptOnCreate']);
        const changeSet = stacks.getChangeSet(input.ChangeSetName, input.StackName);
        if (stacks.isRepeated(input.ClientRequestToken, changeSet.stack.id, `ExecuteChangeSet ${changeSet.id}`))
          return {};
        execute(region, changeSet, input, context);
        return {};
      },
    },
    DeleteChangeSet: {
      access: (input) => [access('DeleteChangeSet', input.StackName, input.ChangeSetName)],
      handle(input) {
        const changeSet = stacks.findChangeSet(input.ChangeSetName ?? '', input.StackName);
        if (changeSet === undefined) return {};
        if (changeSet.executionStatus === 'EXECUTE_IN_PROGRESS' || changeSet.status === 'CREATE_IN_PROGRESS') {
          throw refusal(changeSet, 'deleted', changeSet.status);
        }
        stacks.removeChangeSets((one) => one === changeSet);
        return {};
      },
    },
  };
}

async function createChangeSet(
  region: Region,
  input: OperationInput<typeof client, 'CreateChangeSet'>,
  { caller }: CallContext,
) {
  refuseMembers('CreateChangeSet', input, UNMODELLED);
  const { stacks } = region.cloudFormation;
  const name = requireName('changeSetName', input.ChangeSetName);
  const present = stacks.find(input.StackName ?? '');
  const earlier = present && stacks.changeSetsOf(present).find((one) => one.name === name);
  if (earlier !== undefined) {
    if (input.ClientToken !== undefined && earlier.clientToken === input.ClientToken) return idsOf(earlier);
    throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
  }
  const type = input.ChangeSetType ?? 'UPDATE';
  const roleArn = input.RoleARN ?? present?.roleArn;
  requireType(present, type, input.StackName ?? '', name);
  const definition = await region.cloudFormation.define(
    {
      templateText: await readTemplateText(region, caller, input, present),
      parameters: givenParameters(input.Parameters),
      tags: givenTags(input.Tags, present),
      capabilities: input.Capabilities ?? [],
    },
    present,
    region.cloudFormation.workerFor(roleArn, caller),
  );
  // Reading took time: look again.
  const existing = stacks.find(input.StackName ?? '');
  requireType(existing, type, input.StackName ?? '', name);
  const stack = existing ?? new Stack(region, requireName('stackName', input.StackName), 'REVIEW_IN_PROGRESS');
  region.cloudFormation.prepare(stack, definition, roleArn, caller);
  if (existing === undefined) stacks.add(stack);

  const { accountId, random, scheduler, durations } = region.world;
  const uuid = random.uuid(`cloudformation/${region.name}/changeSet`);
  const changeSet: ChangeSet = {
    id: `arn:aws:cloudformation:${region.name}:${accountId}:changeSet/${name}/${uuid}`,
    name,
    stack,
    type,
    definition,
    roleArn,
    onStackFailure: input.OnStackFailure,
    clientToken: input.ClientToken,
    description: input.Description,
    createdAtMs: scheduler.now(),
    status: 'CREATE_IN_PROGRESS',
    executionStatus: 'UNAVAILABLE',
    statusReason: undefined,
    changes: [],
  };
  stacks.addChangeSet(changeSet);
  stack.changeSetId = changeSet.id;
  scheduler.after(durations.drawMs('changeSetCreate'), () => {
    const operation = region.cloudFormation.prepare(stack, definition, roleArn, caller);
    changeSet.changes = changesOf(stack, operation);
    const isEmpty = isNoChange(stack, operation);
    changeSet.status = isEmpty ? 'FAILED' : 'CREATE_COMPLETE';
    changeSet.executionStatus = isEmpty ? 'UNAVAILABLE' : 'AVAILABLE';
    changeSet.statusReason = isEmpty ? NO_CHANGES : undefined;
  });
  return idsOf(changeSet);
}

function execute(
  region: Region,
  changeSet: ChangeSet,
  { DisableRollback: disableRollback, ClientRequestToken: token }: OperationInput<typeof client, 'ExecuteChangeSet'>,
  { caller }: CallContext,
): void {
  const { stack, onStackFailure } = changeSet;
  if (changeSet.executionStatus !== 'AVAILABLE') {
    throw refusal(changeSet, 'executed', changeSet.status === 'FAILED' ? 'FAILED' : changeSet.executionStatus);
  }
  if (onStackFailure !== undefined && disableRollback !== undefined) {
    throw invalid('DisableRollback cannot be specified when OnStackFailure was specified for the change set');
  }
  if (stack.operation !== undefined) throw refusal(changeSet, 'executed', stack.status);
  // "Default: True" (CloudFormation API, ExecuteChangeSet, DisableRollback).
  const onFailure: OnFailure = onStackFailure ?? ((disableRollback ?? true) ? 'DO_NOTHING' : 'ROLLBACK');
  const operation = region.cloudFormation.prepare(stack, changeSet.definition, changeSet.roleArn, caller);
  changeSet.executionStatus = 'EXECUTE_IN_PROGRESS';
  stack.disableRollback = onFailure === 'DO_NOTHING';
  stack.requestToken = token;
  // A change set that is executed ends the others of its stack (CloudFormation API, ExecuteChangeSet).
  region.cloudFormation.stacks.removeChangeSets((one) => one.stack === stack && one !== changeSet);
  const ended =
    changeSet.type === 'CREATE'
      ? region.cloudFormation.beginCreate(stack, operation, onFailure)
      : region.cloudFormation.beginUpdate(stack, operation, onFailure === 'DO_NOTHING');
  region.world.scheduler.spawn(async () => {
    await ended;
    const isDone = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE';
    changeSet.executionStatus = isDone ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED';
  });
}

const UNMODELLED = [
  'ResourceTypes',
  'RollbackConfiguration',
  'NotificationARNs',
  'ResourcesToImport',
  'IncludeNestedStacks',
  'ImportExistingResources',
  'DeploymentMode',
] as const;

function requireType(stack: Stack | undefined, type: client.ChangeSetType, stackName: string, name: string): void {
  switch (type) {
    case 'CREATE':
      if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') return;
      throw invalid(`Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`);
    case 'UPDATE':
      if (stack === undefined) throw invalid(`Stack [${stackName}] does not exist`);
      return requireUpdatable(stack);
    default:
      throw invalid(`ChangeSetType ${type} is not modelled by the simulator (docs/SIMULATOR.md)`);
  }
}

function refusal(changeSet: ChangeSet, verb: 'executed' | 'deleted', status: string): AwsError {
  return new AwsError(
    'InvalidChangeSetStatusException',
    `ChangeSet [${changeSet.id}] cannot be ${verb} in its current status of [${status}]`,
  );
}

function idsOf(changeSet: ChangeSet) {
  return { Id: changeSet.id, StackId: changeSet.stack.id };
}

function summarize(changeSet: ChangeSet) {
  return {
    ChangeSetName: changeSet.name,
    ChangeSetId: changeSet.id,
    StackId: changeSet.stack.id,
    StackName: changeSet.stack.name,
    Description: changeSet.description,
    Status: changeSet.status,
    StatusReason: changeSet.statusReason,
    ExecutionStatus: changeSet.executionStatus,
    CreationTime: new Date(changeSet.createdAtMs),
  };
}
