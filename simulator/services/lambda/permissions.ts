import type { LambdaFunction, Permission } from './function';

interface ResourcePolicy {
  readonly Version: string;
  readonly Statement: readonly unknown[];
}

const documents = new WeakMap<
  LambdaFunction,
  { readonly of: readonly Permission[]; readonly document: ResourcePolicy }
>();

/** A function's resource policy, as GetPolicy shows it: the same object as long as the permissions are the same. */
export function policyDocument(fn: LambdaFunction): ResourcePolicy {
  const permissions = [...fn.permissions.values()];
  const known = documents.get(fn);
  if (known?.of.length === permissions.length && known.of.every((each, index) => each === permissions[index])) {
    return known.document;
  }
  const document = { Version: '2012-10-17', Statement: permissions.map((each) => statementOf(fn, each)) };
  documents.set(fn, { of: permissions, document });
  return document;
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
