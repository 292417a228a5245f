import type { ChangeSetStatus, ChangeSetType, ExecutionStatus } from '@aws-sdk/client-cloudformation';
import type { Change } from './definition';
import type { OnFailure, Stack, StackDefinition } from './stack';

/** A change set: what a stack is to become, kept until someone executes it. */
export type ChangeSet = {
  readonly id: string;
  readonly name: string;
  readonly stack: Stack;
  readonly type: ChangeSetType;
  readonly definition: StackDefinition;
  readonly roleArn: string | undefined;
  readonly onStackFailure: OnFailure | undefined;
  readonly clientToken: string | undefined;
  readonly description: string | undefined;
  readonly createdAtMs: number;
  status: ChangeSetStatus;
  executionStatus: ExecutionStatus;
  statusReason: string | undefined;
  changes: readonly Change[];
};

/** The text that CloudFormation gives a change set without changes. */
export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
