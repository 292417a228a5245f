import type { Surroundings } from '../shared/create-handler';
import type { StackFailure } from '../shared/stack-facts';
import type { Aws } from './aws';
import type { Environment } from './contract';
import { type FailureFact, type Facts, hasFailed, mayBeDeleted } from './decide';
import { isInTheWay, isPassing } from './failure';
import { leftBehind } from './left-behind';

export interface FoundFacts {
  readonly facts: Facts;
  /** Empty where there is no change set. */
  readonly changeSetId: string;
}

/** What a deployment decides by. What says nothing about the status at hand is not read. */
export async function readFacts(
  aws: Aws,
  stackName: string,
  changeSetName: string,
  surroundings: Surroundings<Environment>,
): Promise<FoundFacts> {
  const { environment } = surroundings;
  const stack = await aws.stack(stackName);
  const changeSet = stack === undefined ? undefined : await aws.changeSet(stackName, changeSetName);
  const stackStatus = stack?.status;
  const failure =
    stack !== undefined && hasFailed(stackStatus)
      ? await readFailure(aws, stack.stackId, changeSetName, surroundings, changeSet?.executionStatus)
      : undefined;
  const serves = mayBeDeleted(stackStatus) && (await aws.serves(environment.LOCK_TABLE_NAME)) === 'standby';
  return { facts: { stackStatus, changeSet, failure, serves }, changeSetId: changeSet?.changeSetId ?? '' };
}

/**
 * Every event of an operation has the token of the request that began it (CloudFormation API, StackEvent), and ours
 * begin with the name of the change set. Without a token, the change set says whether this execution began it.
 */
export async function readFailure(
  aws: Aws,
  stackId: string,
  changeSetName: string,
  surroundings: Surroundings<Environment>,
  executionStatus?: string,
): Promise<FailureFact | undefined> {
  const failure = await aws.failure(stackId);
  if (failure === undefined) return undefined;
  const { text, reason, token } = failure;
  const ours =
    token === undefined ? executionStatus?.startsWith('EXECUTE_') === true : token.startsWith(`${changeSetName}-`);
  const passing = isPassing(reason) || (await isOursInTheWay(aws, failure, surroundings));
  return { text, passing, ours };
}

/** What one of our own stacks has left behind is deleted before the next stack is made. */
async function isOursInTheWay(
  aws: Aws,
  { reason, resourceType }: StackFailure,
  surroundings: Surroundings<Environment>,
): Promise<boolean> {
  if (resourceType !== 'AWS::Lambda::Function' || !isInTheWay(reason)) return false;
  const named = surroundings.environment.FUNCTION_NAMES.filter((name) => reason.includes(name));
  return (await leftBehind(aws, surroundings, named)).length > 0;
}
