import { shellCommand } from './shell-quote';

/** `aws SERVICE OPERATION --region …`, to paste: it works whatever the caller's default region is. */
export function awsCommand(region: string, operation: string, ...words: readonly string[]): string {
  return `aws ${operation} ${shellCommand('--region', region, ...words)}`;
}

/** Calls a function with a payload, and prints its answer. */
export function invokeCommand(region: string, functionName: string, payload: object): string {
  return invokeWith(region, functionName, 'raw-in-base64-out', JSON.stringify(payload));
}

/**
 * The same, to be copied out of an error or an answer of a function. `aws lambda invoke` prints that as JSON, in which the
 * quotes of a payload are escaped: pasted, they would break it. In base64 it has none (AWS CLI User Guide, "Binary
 * parameters": https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-types.html#parameter-type-blob).
 */
export function invokeCommandInAnswer(region: string, functionName: string, payload: object): string {
  return invokeWith(region, functionName, 'base64', Buffer.from(JSON.stringify(payload)).toString('base64'));
}

function invokeWith(region: string, functionName: string, format: string, payload: string): string {
  const words = ['--function-name', functionName, '--cli-binary-format', format, '--payload', payload];
  return `${awsCommand(region, 'lambda invoke', ...words)} /dev/stdout`;
}
