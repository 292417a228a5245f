import { GetFunctionConcurrencyCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { isNamed } from './aws-errors';

/** How many of a function may run at a time; undefined where nothing is reserved, or there is no such function. */
export async function reservedConcurrency(client: LambdaClient, functionName: string): Promise<number | undefined> {
  try {
    const answer = await client.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName }));
    return answer.ReservedConcurrentExecutions;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}
