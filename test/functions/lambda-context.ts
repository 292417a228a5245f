import type { Context } from 'aws-lambda';

export const EXECUTION = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:now';
export const NOW = Date.parse('2026-11-22T03:00:00Z');

/** Sets the environment of a function for one test file; logs stay silent. */
export function setEnvironment(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, {
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    POWERTOOLS_DEV: 'false',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    ...values,
  });
}

export const context = {
  functionName: 'function',
  invokedFunctionArn: 'arn:aws:lambda:us-west-2:111111111111:function:function',
  awsRequestId: 'request',
  memoryLimitInMB: '512',
} as Context;

/** An error as the SDK throws it: named after its shape. */
export function awsError(name: string, message = name, status = 400): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}
