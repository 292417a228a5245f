import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { type RolePermission, wildcard } from '../permissions/permission';
import { BY_CONTENT } from '../permissions/reasons';
import { roleWithPolicies } from './role-with-policies';

export interface ActivationRoleProps {
  readonly config: Config;
  readonly artifactBucket: IBucket;
  /** What the workload's activation stack needs, by the name of the policy. */
  readonly permissions: Readonly<Record<string, readonly RolePermission[]>>;
}

/** What CloudFormation may do when it deploys or removes the activation stack: that stack's resources and no others. */
export function activationRole(
  scope: Construct,
  id: string,
  { config, artifactBucket, permissions }: ActivationRoleProps,
): Role {
  return roleWithPolicies(scope, id, {
    roleName: namesOf(config).activationRole,
    description: 'CloudFormation: deploys and removes the activation stack',
    assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
    policies: {
      ...permissions,
      artifacts: [
        { actions: ['s3:GetObject'], resources: [wildcard(artifactBucket.arnForObjects('activation/*'), BY_CONTENT)] },
      ],
    },
  });
}
