import { type IGrantable, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** What a role may do. */
export interface RolePermission {
  readonly actions: readonly string[];
  /** An ARN with a `*` in it is a `Wildcard`. */
  readonly resources: readonly (string | Wildcard)[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A resource with a `*`, in itself or in the action, and the sentence that says why it cannot be narrower. */
export interface Wildcard {
  readonly resource: string;
  readonly reason: string;
}

export function wildcard(resource: string, reason: string): Wildcard {
  return { resource, reason };
}

export function arnOf(resource: string | Wildcard): string {
  return typeof resource === 'string' ? resource : resource.resource;
}

/** Of the metadata that a permission with a wildcard leaves at its role: `{actions, resource, reason}`. */
export const WILDCARD_METADATA = 'pilot-light:wildcard';

/** Gives a role permissions, and leaves the reasons of their wildcards there. */
export function grant(holder: IGrantable & IConstruct, ...permissions: readonly RolePermission[]): void {
  for (const permission of permissions) holder.grantPrincipal.addToPrincipalPolicy(statementOf(permission));
  explainWildcards(holder, ...permissions);
}

export function policyOf(permissions: readonly RolePermission[]): PolicyDocument {
  return new PolicyDocument({ statements: permissions.map(statementOf) });
}

/**
 * Leaves the reasons of wildcards at the construct that holds the permissions, where the check at synthesis reads them.
 * To be called by itself only for permissions that CDK gives.
 */
export function explainWildcards(holder: IConstruct, ...permissions: readonly RolePermission[]): void {
  for (const { actions, resources } of permissions) {
    for (const each of resources) {
      if (typeof each === 'string') continue;
      // Of a resource without a `*`, only the actions with one need a reason.
      const wide = actions.filter((action) => `${action} ${each.resource}`.includes('*'));
      holder.node.addMetadata(WILDCARD_METADATA, { actions: wide.length === 0 ? actions : wide, ...each });
    }
  }
}

function statementOf({ actions, resources, conditions }: RolePermission): PolicyStatement {
  return new PolicyStatement({
    actions: [...actions],
    resources: resources.map(arnOf),
    conditions,
  });
}
