import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';

export interface ActivationRoleProps {
  readonly config: Config;
  readonly artifactBucket: IBucket;
  /** What the workload's activation stack needs, by the name of the policy. */
  readonly permissions: Readonly<Record<string, readonly PolicyStatement[]>>;
}

/** What CloudFormation may do when it deploys or removes the activation stack: that stack's resources and no others. */
export function activationRole(
  scope: Construct,
  id: string,
  { config, artifactBucket, permissions }: ActivationRoleProps,
): Role {
  const policies = Object.entries(permissions).map(
    ([name, statements]) => [name, new PolicyDocument({ statements: [...statements] })] as const,
  );
  return new Role(scope, id, {
    roleName: namesOf(config).activationRole,
    description: 'CloudFormation: deploys and removes the activation stack',
    assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
    inlinePolicies: {
      ...Object.fromEntries(policies),
      // Template and code are named by their content.
      artifacts: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['s3:GetObject'], resources: [artifactBucket.arnForObjects('activation/*')] }),
        ],
      }),
    },
  });
}
