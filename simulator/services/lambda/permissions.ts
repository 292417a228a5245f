import type { LambdaFunction, Permission } from './function';

/** A function's resource policy, as GetPolicy shows it. */
export function policyDocument(fn: LambdaFunction): {
  readonly Version: string;
  readonly Statement: readonly unknown[];
} {
  const statements = [...fn.permissions.values()].map((permission) => statementOf(fn, permission));
  return { Version: '2012-10-17', Statement: statements };
}

export function statementOf(fn: LambdaFunction, permission: Permission): object {
  const { statementId, action, principal, sourceArn, sourceAccount } = permission;
  const condition = {
    ...(sourceArn !== undefined && { ArnLike: { 'AWS:SourceArn': sourceArn } }),
    ...(sourceAccount !== undefined && { StringEquals: { 'AWS:SourceAccount': sourceAccount } }),
  };
  return {
    Sid: statementId,
    Effect: 'Allow',
    Principal: principal.endsWith('.amazonaws.com') ? { Service: principal } : { AWS: principal },
    Action: action,
    Resource: fn.arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}
