import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { InvariantViolationError } from '../../shared/errors';
import { reservedConcurrency } from '../../shared/lambda-concurrency';
import { parameterWrittenAt, readParameter } from '../../shared/parameters';
import type { Facts, FunctionFact, ResourceFact } from '../facts';
import type { Policy } from '../finding';
import { readLockItems } from './lock-items';
import { read } from './reading';

const cloudFormation = lazy(() => new CloudFormationClient(clientSettings()));
const lambda = lazy(() => new LambdaClient(clientSettings()));
const s3 = lazy(() => new S3Client(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
const sns = lazy(() => new SNSClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));

/** A stack has 500 resources at most (CloudFormation quotas), a hundred a page. */
const MOST_PAGES = 10;

type PlatformFacts = Pick<
  Facts,
  | 'resources'
  | 'lock'
  | 'isLockHeld'
  | 'serves'
  | 'pendingSwitch'
  | 'missingParameters'
  | 'drillsTurnedOnAt'
  | 'evidenceBucket'
  | 'functions'
  | 'stateMachines'
  | 'subscribers'
  | 'fencedFunctions'
>;

export async function readPlatform(policy: Policy): Promise<PlatformFacts> {
  const [resources, locks, missingParameters, evidenceBucket, functions, stateMachines, subscribers, fenced, drills] =
    await Promise.all([
      read(() => resourcesOf([policy.STANDBY_STACK_NAME, policy.RECOVERY_STACK_NAME])),
      readLockItems(policy.LOCK_TABLE_NAME),
      read(() => missing(policy.PARAMETER_NAMES)),
      read(() => headBucket(policy.EVIDENCE_BUCKET_NAME)),
      Promise.all(policy.FUNCTION_NAMES.map(async (name) => ({ name, found: await read(() => lookAt(name)) }))),
      Promise.all(policy.STATE_MACHINE_ARNS.map(async (name) => ({ name, found: await read(() => machine(name)) }))),
      read(() => subscribersOf(policy.TOPIC_ARN)),
      read(() => fencedAmong(policy.ACTIVATION_FUNCTION_NAMES)),
      read(() => turnedOnAt(policy)),
    ]);
  const found = { resources, missingParameters, evidenceBucket, functions, stateMachines, subscribers };
  return { ...found, ...locks, fencedFunctions: fenced, drillsTurnedOnAt: drills };
}

async function resourcesOf(stackNames: readonly string[]): Promise<readonly ResourceFact[]> {
  return (await Promise.all(stackNames.map(resourcesOfStack))).flat();
}

async function resourcesOfStack(stackName: string): Promise<readonly ResourceFact[]> {
  const found: ResourceFact[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await cloudFormation().send(
      new ListStackResourcesCommand({ StackName: stackName, NextToken: nextToken }),
    );
    for (const resource of answer.StackResourceSummaries ?? []) {
      found.push({
        type: resource.ResourceType ?? 'unknown',
        physicalId: resource.PhysicalResourceId ?? '',
        status: resource.ResourceStatus ?? 'unknown',
      });
    }
    nextToken = answer.NextToken;
    if (!nextToken) return found;
  }
  throw new InvariantViolationError(`${stackName} lists more than ${MOST_PAGES} pages of resources`);
}

async function missing(names: readonly string[]): Promise<readonly string[]> {
  const values = await Promise.all(names.map((name) => readParameter(ssm(), name)));
  return names.filter((_, index) => values[index] === undefined);
}

async function turnedOnAt({ DRILL }: Policy): Promise<Date | undefined> {
  return DRILL === undefined ? undefined : await parameterWrittenAt(ssm(), DRILL.parameter);
}

/** That it takes a report is shown by writing one. */
async function headBucket(bucket: string): Promise<true> {
  await s3().send(new HeadBucketCommand({ Bucket: bucket }));
  return true;
}

/** A dry run says that the function can be invoked; its configuration, that it would start. Neither runs it. */
async function lookAt(functionName: string): Promise<FunctionFact | undefined> {
  try {
    await lambda().send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'DryRun' }));
    const answer = await lambda().send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
    return {
      state: answer.State ?? 'unknown',
      lastUpdate: answer.LastUpdateStatus ?? 'unknown',
      roleArn: answer.Role ?? '',
    };
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function fencedAmong(functionNames: readonly string[]): Promise<readonly string[]> {
  const reserved = await Promise.all(functionNames.map((name) => reservedConcurrency(lambda(), name)));
  return functionNames.filter((_, index) => reserved[index] === 0);
}

async function machine(arn: string): Promise<{ readonly status: string; readonly roleArn: string } | undefined> {
  try {
    const answer = await states().send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    return { status: answer.status ?? 'unknown', roleArn: answer.roleArn ?? '' };
  } catch (error) {
    if (isNamed(error, 'StateMachineDoesNotExist')) return undefined;
    throw error;
  }
}

async function subscribersOf(topicArn: string): Promise<{ confirmed: number; pending: number } | undefined> {
  try {
    const { Attributes = {} } = await sns().send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
    return {
      confirmed: Number(Attributes['SubscriptionsConfirmed'] ?? 0),
      pending: Number(Attributes['SubscriptionsPending'] ?? 0),
    };
  } catch (error) {
    if (isNamed(error, 'NotFoundException')) return undefined;
    throw error;
  }
}
