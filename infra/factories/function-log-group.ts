import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface FunctionLogGroupProps {
  readonly functionName: string;
}

/** Where a function logs to, kept for three months. */
export function functionLogGroup(scope: Construct, id: string, { functionName }: FunctionLogGroupProps): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: RetentionDays.THREE_MONTHS,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
