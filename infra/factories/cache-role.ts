import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { cachePermissions } from '../workloads/cache-permissions';
import { roleWithPolicies } from './role-with-policies';

export interface CacheRoleProps {
  readonly config: Config;
  /** Of what is restored and cached in this region. */
  readonly key: IKey;
}

/** What CloudFormation may do when it makes or removes the standby's cache: nothing beside that cache. */
export function cacheRole(scope: Construct, id: string, { config, key }: CacheRoleProps): Role {
  return roleWithPolicies(scope, id, {
    roleName: namesOf(config).cacheRole,
    description: 'CloudFormation: makes and removes the cache of the standby region',
    assumedBy: new ServicePrincipal('cloudformation.amazonaws.com'),
    policies: { cache: cachePermissions(config, key) },
  });
}
