import {
  type CloudFormationClient,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
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

const MOST_PAGES = 10;

/** The first thing that went wrong in the stack's latest operation, by its events, which come newest first. */
export async function firstFailure(client: CloudFormationClient, stackId: string): Promise<string | undefined> {
  let failure: string | undefined;
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(new DescribeStackEventsCommand({ StackName: stackId, NextToken: nextToken }));
    for (const event of answer.StackEvents ?? []) {
      const isStack = event.PhysicalResourceId === stackId;
      if (isStack && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(event.ResourceStatus ?? '')) return failure;
      const reason = event.ResourceStatusReason ?? 'no reason given';
      // What was cancelled because something else failed is not the cause.
      if (event.ResourceStatus?.endsWith('_FAILED') && !reason.includes('cancelled')) {
        failure = `${event.LogicalResourceId ?? 'the stack'} ${event.ResourceStatus}: ${reason}`;
      }
    }
    nextToken = answer.NextToken;
    if (!nextToken) return failure;
  }
  return failure;
}
