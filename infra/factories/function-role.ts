import { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { serviceOfAccount } from '../permissions/service-of-account';

export interface FunctionRoleProps {
  readonly logGroup: ILogGroup;
}

/** Instead of AWSLambdaBasicExecutionRole, which may write to every log group of the account. */
export function functionRole(scope: Construct, id: string, { logGroup }: FunctionRoleProps): Role {
  const role = new Role(scope, id, { assumedBy: serviceOfAccount(scope, 'lambda') });
  logGroup.grantWrite(role);
  return role;
}
