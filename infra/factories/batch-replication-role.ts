import { type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { wildcard } from '../permissions/permission';
import { roleWithPolicies } from './role-with-policies';

export interface BatchReplicationRoleProps {
  readonly config: Config;
  readonly bucket: IBucket;
}

/**
 * With this, S3 Batch Replication copies what was in the bucket before it had a replica: a rule replicates what comes
 * after it (S3 User Guide, Replicating existing objects). The job itself is started by hand, once.
 */
export function batchReplicationRole(
  scope: Construct,
  id: string,
  { config, bucket }: BatchReplicationRoleProps,
): Role {
  return roleWithPolicies(scope, id, {
    roleName: namesOf(config).batchReplicationRole,
    description: 'S3 Batch Replication: the objects of the frontend that are older than its replica',
    assumedBy: new ServicePrincipal('batchoperations.s3.amazonaws.com'),
    policies: {
      replicate: [
        {
          actions: ['s3:InitiateReplication'],
          resources: [
            wildcard(
              bucket.arnForObjects('*'),
              'The job is about every object that is older than the replica. S3 Batch Operations alone assumes the role.',
            ),
          ],
        },
        // The job makes the list of objects itself.
        {
          actions: ['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'],
          resources: [bucket.bucketArn],
        },
      ],
    },
  });
}
