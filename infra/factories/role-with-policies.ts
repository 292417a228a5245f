import { type IPrincipal, Role, type RoleProps } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { explainWildcards, type RolePermission, policyOf } from '../permissions/permission';

export interface RoleWithPoliciesProps extends Pick<RoleProps, 'roleName' | 'description' | 'maxSessionDuration'> {
  readonly assumedBy: IPrincipal;
  /** By the name of the inline policy. */
  readonly policies: Readonly<Record<string, readonly RolePermission[]>>;
}

/** A role that may do what its inline policies say, with the reasons of their wildcards. */
export function roleWithPolicies(scope: Construct, id: string, { policies, ...props }: RoleWithPoliciesProps): Role {
  const inlinePolicies = Object.entries(policies).map(([name, permissions]) => [name, policyOf(permissions)] as const);
  const role = new Role(scope, id, { ...props, inlinePolicies: Object.fromEntries(inlinePolicies) });
  explainWildcards(role, ...Object.values(policies).flat());
  return role;
}
