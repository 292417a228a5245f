import type { Parameter, Stack as StackOutput, StackEvent, StackResource } from '@aws-sdk/client-cloudformation';
import type { ParameterValues } from './parameters';
import type { Stack } from './stack';

/** Stacks as the API describes them. */

export function describeStack(stack: Stack): StackOutput {
  return {
    StackId: stack.id,
    StackName: stack.name,
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason,
    ChangeSetId: stack.changeSetId,
    Description: stack.deployed?.template.description,
    Parameters: describeParameters(stack.deployed?.parameters),
    CreationTime: new Date(stack.createdAtMs),
    LastUpdatedTime: dateOf(stack.updatedAtMs),
    DeletionTime: dateOf(stack.deletedAtMs),
    DisableRollback: stack.disableRollback,
    Capabilities: (stack.deployed?.capabilities ?? []) as StackOutput['Capabilities'],
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.roleArn,
    Tags: describeTags(stack.deployed?.tags),
    EnableTerminationProtection: stack.terminationProtection,
    NotificationARNs: [],
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** Newest first, as AWS answers. */
export function describeEvents(stack: Stack): StackEvent[] {
  return [...stack.events].reverse().map((event) => ({
    EventId: event.id,
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    // A stack is a resource of its own in its events, and the statuses of both share their names.
    ResourceStatus: event.status as StackEvent['ResourceStatus'],
    ResourceStatusReason: event.reason,
    ClientRequestToken: event.token,
    Timestamp: new Date(event.atMs),
  }));
}

export function describeResources(stack: Stack): StackResource[] {
  return [...stack.resources.values()].map((resource) => ({
    StackId: stack.id,
    StackName: stack.name,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.definition.type,
    ResourceStatus: resource.status,
    ResourceStatusReason: resource.statusReason,
    Timestamp: new Date(resource.changedAtMs),
  }));
}

export function describeParameters(parameters: ParameterValues | undefined): Parameter[] {
  return [...(parameters ?? [])].map(([key, { given, value, isSsm, noEcho }]) => ({
    ParameterKey: key,
    ParameterValue: noEcho ? '****' : given,
    ResolvedValue: isSsm ? [value].flat().join(',') : undefined,
  }));
}

export function describeTags(tags: Readonly<Record<string, string>> | undefined): { Key: string; Value: string }[] {
  return Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}
