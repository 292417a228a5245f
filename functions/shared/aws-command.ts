import { shellCommand } from './shell-quote';

/** `aws SERVICE OPERATION --region …`, to paste: it works whatever the caller's default region is. */
export function awsCommand(region: string, operation: string, ...words: readonly string[]): string {
  return `aws ${operation} ${shellCommand('--region', region, ...words)}`;
}

/** Calls a function with a payload, and prints its answer. */
export function invokeCommand(region: string, functionName: string, payload: object): string {
  const words = ['--function-name', functionName, '--cli-binary-format', 'raw-in-base64-out'];
  return `${awsCommand(region, 'lambda invoke', ...words, '--payload', JSON.stringify(payload))} /dev/stdout`;
}
