import { awsCommand as commandIn, invokeCommand } from '../../shared/aws-command';
import type { ExecutionFacts } from './facts';

/** Where commands go: always this region, whatever the caller's default is. */
export type Place = Pick<ExecutionFacts, 'region' | 'environment' | 'execution'>;

/** `aws SERVICE OPERATION --region …`: the one way in which a message writes a command of the AWS CLI. */
export function awsCommand({ region }: Pick<Place, 'region'>, operation: string, ...words: readonly string[]): string {
  return commandIn(region, operation, ...words);
}

export function startExecution(place: Place, input: unknown): string {
  const { stateMachineArn } = place.execution;
  const words = ['--state-machine-arn', stateMachineArn, '--input', JSON.stringify(input)];
  return awsCommand(place, 'stepfunctions start-execution', ...words);
}

export function stopExecution(place: Place, executionArn: string, cause: string): string {
  return awsCommand(place, 'stepfunctions stop-execution', '--execution-arn', executionArn, '--cause', cause);
}

export function describeExecution(place: Place, executionArn: string): string {
  const query = '[status,startDate,input]';
  return awsCommand(place, 'stepfunctions describe-execution', '--execution-arn', executionArn, '--query', query);
}

/** The last states, newest first. */
export function executionHistory(place: Place, executionArn: string): string {
  const query = 'events[].[timestamp,type,stateEnteredEventDetails.name]';
  const words = ['--execution-arn', executionArn, '--reverse-order', '--max-results', '20', '--query', query];
  return awsCommand(place, 'stepfunctions get-execution-history', ...words, '--output', 'text');
}

/** Calls a function with a payload, and prints its answer. */
export function invokeFunction({ region }: Place, functionName: string, payload: object): string {
  return invokeCommand(region, functionName, payload);
}

export function readLockItem(place: Place, key: string): string {
  const words = ['--table-name', place.environment.LOCK_TABLE_NAME, '--key', JSON.stringify({ pk: { S: key } })];
  return `${awsCommand(place, 'dynamodb get-item', ...words)} --consistent-read`;
}

/** @param folder of the evidence bucket: one for each workflow */
export function readEvidence(place: Place, folder: EvidenceFolder): string {
  return awsCommand(place, 's3 cp', evidenceAddress(place, folder), '-');
}

export type EvidenceFolder = 'executions' | 'validations' | 'corruption';

export function evidenceAddress({ environment, execution }: Place, folder: EvidenceFolder): string {
  return `s3://${environment.EVIDENCE_BUCKET_NAME}/${folder}/${execution.name}.json`;
}

/** The second only if the first has succeeded. */
export function andThen(...commands: readonly string[]): string {
  return commands.join(' && ');
}
