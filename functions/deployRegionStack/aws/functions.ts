import {
  DeleteFunctionCommand,
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import { isNamed } from '../../shared/aws-errors';
import { clientSettings, lazy } from '../../shared/clients';
import { reservedConcurrency } from '../../shared/lambda-concurrency';
import { TAG } from '../../shared/names';

/** The workload's functions, which the activation stack makes under names that are known beforehand. */
export interface Functions {
  /** The stack that its tag names; undefined where there is no such function, or no such tag. */
  creatorOf(functionArn: string): Promise<string | undefined>;
  deleteFunction(functionName: string): Promise<void>;
  /** How many may run at a time; undefined where nothing is reserved, or there is no such function. */
  reservedConcurrency(functionName: string): Promise<number | undefined>;
  releaseConcurrency(functionName: string): Promise<void>;
}

const lambda = lazy(() => new LambdaClient(clientSettings()));

export const functions: Functions = {
  async creatorOf(functionArn) {
    const answer = await unlessGone(lambda().send(new ListTagsCommand({ Resource: functionArn })));
    return answer?.Tags?.[TAG.createdBy];
  },

  async deleteFunction(functionName) {
    await unlessGone(lambda().send(new DeleteFunctionCommand({ FunctionName: functionName })));
  },

  reservedConcurrency: (functionName) => reservedConcurrency(lambda(), functionName),

  async releaseConcurrency(functionName) {
    await unlessGone(lambda().send(new DeleteFunctionConcurrencyCommand({ FunctionName: functionName })));
  },
};

async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
