import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';

/**
 * With this, S3 Batch Replication copies what was in the bucket before it had a replica: a rule replicates what comes
 * after it (S3 User Guide, Replicating existing objects). The job itself is started by hand, once.
 */
export function batchReplicationRole(scope: Construct, id: string, config: Config, bucket: IBucket): Role {
  return new Role(scope, id, {
    roleName: namesOf(config).batchReplicationRole,
    description: 'S3 Batch Replication: the objects of the frontend that are older than its replica',
    assumedBy: new ServicePrincipal('batchoperations.s3.amazonaws.com'),
    inlinePolicies: {
      replicate: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['s3:InitiateReplication'], resources: [bucket.arnForObjects('*')] }),
          // The job makes the list of objects itself.
          new PolicyStatement({
            actions: ['s3:GetReplicationConfiguration', 's3:PutInventoryConfiguration'],
            resources: [bucket.bucketArn],
          }),
        ],
      }),
    },
  });
}
