import {
  CloudFormationClient,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { readServes, type Serves } from '../../shared/lock-table';
import { readParameter } from '../../shared/parameters';
import { describeStack, firstFailure, type StackFailure, type StackStatus } from '../../shared/stack-facts';
import type { ChangeSetFact } from '../decide';
import { refusalOf } from './refusal';

export interface ChangeSetRequest {
  readonly stackName: string;
  readonly changeSetName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly templateUrl: string;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Of this one request: the same name is used again when a stack is made again. */
  readonly token: string;
}

/** A change set as it is there, with what its execution is known by. */
export interface FoundChangeSet extends ChangeSetFact {
  readonly changeSetId: string;
}

export interface Stacks {
  stack(stackName: string): Promise<StackStatus | undefined>;
  /** The first thing that failed in the stack's latest operation. */
  failure(stackId: string): Promise<StackFailure | undefined>;
  changeSet(stackName: string, changeSetName: string): Promise<FoundChangeSet | undefined>;
  templateUrl(parameterName: string): Promise<string | undefined>;
  createChangeSet(request: ChangeSetRequest): Promise<void>;
  executeChangeSet(stackName: string, changeSetName: string, token: string): Promise<void>;
  deleteChangeSet(stackName: string, changeSetName: string): Promise<void>;
  deleteStack(stackName: string, roleArn: string, token: string): Promise<void>;
  serves(tableName: string): Promise<Serves>;
}

const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

export const stacks: Stacks = {
  stack: (stackName) => describeStack(cloudFormation(), stackName),
  failure: (stackId) => firstFailure(cloudFormation(), stackId),

  async changeSet(stackName, changeSetName) {
    try {
      const answer = await cloudFormation().send(
        new DescribeChangeSetCommand({ StackName: stackName, ChangeSetName: changeSetName }),
      );
      return {
        changeSetId: answer.ChangeSetId ?? changeSetName,
        status: answer.Status ?? 'unknown',
        executionStatus: answer.ExecutionStatus ?? 'UNAVAILABLE',
        statusReason: answer.StatusReason ?? 'no reason given',
      };
    } catch (error) {
      if (isNamed(error, 'ChangeSetNotFoundException', 'ChangeSetNotFound')) return undefined;
      // A stack that does not exist has no change sets either.
      if (isNamed(error, 'ValidationError') && error.message.includes('does not exist')) return undefined;
      throw error;
    }
  },

  templateUrl: (parameterName) => readParameter(ssm(), parameterName),

  async createChangeSet({ stackName, changeSetName, type, templateUrl, roleArn, tags, token }) {
    try {
      await cloudFormation().send(
        new CreateChangeSetCommand({
          StackName: stackName,
          ChangeSetName: changeSetName,
          ChangeSetType: type,
          TemplateURL: templateUrl,
          RoleARN: roleArn,
          ClientToken: token,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    } catch (error) {
      if (isNamed(error, 'AlreadyExistsException')) return;
      throw refusalOf(error);
    }
  },

  async executeChangeSet(stackName, changeSetName, token) {
    try {
      await cloudFormation().send(
        new ExecuteChangeSetCommand({
          StackName: stackName,
          ChangeSetName: changeSetName,
          ClientRequestToken: token,
          // The documented default is true, which would leave a half-made stack (CloudFormation API, ExecuteChangeSet).
          DisableRollback: false,
        }),
      );
    } catch (error) {
      throw refusalOf(error);
    }
  },

  async deleteChangeSet(stackName, changeSetName) {
    try {
      await cloudFormation().send(new DeleteChangeSetCommand({ StackName: stackName, ChangeSetName: changeSetName }));
    } catch (error) {
      throw refusalOf(error);
    }
  },

  async deleteStack(stackName, roleArn, token) {
    try {
      await cloudFormation().send(
        new DeleteStackCommand({ StackName: stackName, RoleARN: roleArn, ClientRequestToken: token }),
      );
    } catch (error) {
      throw refusalOf(error);
    }
  },

  serves: (tableName) => readServes(dynamoDb(), tableName),
};
