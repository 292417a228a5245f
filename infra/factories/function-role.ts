import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface FunctionRoleProps {
  readonly logGroup: ILogGroup;
}

/** Instead of AWSLambdaBasicExecutionRole, which may write to every log group of the account. */
export function functionRole(scope: Construct, id: string, { logGroup }: FunctionRoleProps): Role {
  const role = new Role(scope, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  return role;
}
