import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  type StackEvent,
} from '@aws-sdk/client-cloudformation';
import { isNamed } from './aws-errors';

export interface StackStatus {
  readonly stackId: string;
  readonly status: string;
}

export async function describeStack(client: CloudFormationClient, stackName: string): Promise<StackStatus | undefined> {
  try {
    const answer = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const [stack] = answer.Stacks ?? [];
    if (stack === undefined) return undefined;
    return { stackId: stack.StackId ?? stackName, status: stack.StackStatus ?? 'unknown' };
  } catch (error) {
    // CloudFormation has no error of its own for this.
    if (isNamed(error, 'ValidationError') && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** What went wrong first in a stack's latest operation. */
export interface StackFailure {
  /** `Workload1234 CREATE_FAILED: Resource handler returned message: …` */
  readonly text: string;
  /** Why, in CloudFormation's words. */
  readonly reason: string;
  /** `AWS::Lambda::Function`; of the stack itself where no resource failed. */
  readonly resourceType: string;
  /** The token of the request that began the operation; undefined where it had none. */
  readonly token: string | undefined;
}

const MOST_PAGES = 10;

/** The first failure in the stack's latest operation, by its events, which come newest first. */
export async function firstFailure(client: CloudFormationClient, stackId: string): Promise<StackFailure | undefined> {
  let failure: StackFailure | undefined;
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(new DescribeStackEventsCommand({ StackName: stackId, NextToken: nextToken }));
    for (const event of answer.StackEvents ?? []) {
      if (beginsOperation(event, stackId)) return failure;
      if (isFailure(event, stackId)) failure = toFailure(event);
    }
    nextToken = answer.NextToken;
    if (!nextToken) return failure;
  }
  return failure;
}

function beginsOperation({ PhysicalResourceId: id, ResourceStatus: status }: StackEvent, stackId: string): boolean {
  return id === stackId && /^(CREATE|UPDATE|DELETE|IMPORT)_IN_PROGRESS$/.test(status ?? '');
}

/** What was cancelled because something else failed is not the cause; a stack may roll back before any resource. */
function isFailure(event: StackEvent, stackId: string): boolean {
  const { PhysicalResourceId: id, ResourceStatus: status, ResourceStatusReason: reason = '' } = event;
  if (status?.endsWith('_FAILED') === true) return !reason.includes('cancelled');
  return id === stackId && /^(IMPORT_|UPDATE_)?ROLLBACK_IN_PROGRESS$/.test(status ?? '');
}

function toFailure(event: StackEvent): StackFailure {
  const reason = event.ResourceStatusReason ?? 'no reason given';
  return {
    text: `${event.LogicalResourceId ?? 'the stack'} ${event.ResourceStatus}: ${reason}`,
    reason,
    resourceType: event.ResourceType ?? 'unknown',
    token: event.ClientRequestToken,
  };
}
