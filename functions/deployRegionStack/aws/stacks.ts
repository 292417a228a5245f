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
import { TransientDependencyError } from '../../shared/errors';
import { readServes, type Serves } from '../../shared/lock-table';
import { readParameter } from '../../shared/parameters';
import { describeStack } from '../../shared/stack-facts';
import type { ChangeSetFact } from '../decide';

export interface ChangeSetRequest {
  readonly stackName: string;
  readonly changeSetName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly templateUrl: string;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Stacks {
  stackStatus(stackName: string): Promise<string | undefined>;
  changeSet(stackName: string, changeSetName: string): Promise<ChangeSetFact | undefined>;
  templateUrl(parameterName: string): Promise<string | undefined>;
  createChangeSet(request: ChangeSetRequest): Promise<void>;
  executeChangeSet(stackName: string, changeSetName: string): Promise<void>;
  deleteChangeSet(stackName: string, changeSetName: string): Promise<void>;
  deleteStack(stackName: string, roleArn: string, token: string): Promise<void>;
  serves(tableName: string): Promise<Serves>;
}

/** CloudFormation reports what S3 answered it as a ValidationError, passing trouble too. */
const PASSING_S3_ERROR =
  /^S3 error: .*(internal error|reduce your request rate|rate exceeded|service unavailable|try again)/i;

const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));

export const stacks: Stacks = {
  async stackStatus(stackName) {
    return (await describeStack(cloudFormation(), stackName))?.status;
  },

  async changeSet(stackName, changeSetName) {
    try {
      const answer = await cloudFormation().send(
        new DescribeChangeSetCommand({ StackName: stackName, ChangeSetName: changeSetName }),
      );
      return {
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

  async createChangeSet({ stackName, changeSetName, type, templateUrl, roleArn, tags }) {
    try {
      await cloudFormation().send(
        new CreateChangeSetCommand({
          StackName: stackName,
          ChangeSetName: changeSetName,
          ChangeSetType: type,
          TemplateURL: templateUrl,
          RoleARN: roleArn,
          ClientToken: changeSetName,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
    } catch (error) {
      if (isNamed(error, 'AlreadyExistsException')) return;
      if (isNamed(error, 'ValidationError') && PASSING_S3_ERROR.test(error.message)) {
        throw new TransientDependencyError(`CloudFormation could not read the template: ${error.message}`);
      }
      throw error;
    }
  },

  async executeChangeSet(stackName, changeSetName) {
    await cloudFormation().send(
      new ExecuteChangeSetCommand({
        StackName: stackName,
        ChangeSetName: changeSetName,
        ClientRequestToken: `${changeSetName}-execute`,
        // The documented default is true, which would leave a half-made stack (CloudFormation API, ExecuteChangeSet).
        DisableRollback: false,
      }),
    );
  },

  async deleteChangeSet(stackName, changeSetName) {
    await cloudFormation().send(new DeleteChangeSetCommand({ StackName: stackName, ChangeSetName: changeSetName }));
  },

  async deleteStack(stackName, roleArn, token) {
    await cloudFormation().send(
      new DeleteStackCommand({ StackName: stackName, RoleARN: roleArn, ClientRequestToken: token }),
    );
  },

  serves: (tableName) => readServes(dynamoDb(), tableName),
};
