import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/removeCluster/contract';
import { arnsOf } from '../../permissions/arns';
import { namesOf } from '../../names';
import { wildcard } from '../../permissions/permission';
import { RESTORED, UNDER_VALIDATION } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

const RESTORED_AND_TAGGED = `${RESTORED} The condition on the tag pilot-light:created-by holds deleting to what our restore has made.`;
const VALIDATED_AND_TAGGED = `${UNDER_VALIDATION} Conditions on two tags hold deleting to what a validation's restore has made.`;

export class RemoveCluster extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    const names = namesOf(config);
    const arns = arnsOf(config);
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      LOCK_TABLE_NAME: lockTable.tableName,
      CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
      SECRET_ARN_PARAMETER: names.parameters.secretArn,
    };
    super(scope, id, {
      resources,
      folder: 'removeCluster',
      description: 'Takes down what a drill or a validation has restored: only what carries our prefix and our tags',
      environment,
      timeoutSeconds: 60,
    });
    const deletion = ['rds:DeleteDBInstance', 'rds:DeleteDBCluster'];
    const kinds = ['db', 'cluster'] as const;
    const restoredByUs = { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' };
    this
      // What is left of a failover is found by listing.
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], arns.listed)
      .allow(
        deletion,
        kinds.map((kind) => wildcard(arns.restored(kind).resource, RESTORED_AND_TAGGED)),
        { StringEquals: restoredByUs },
      )
      .allow(
        deletion,
        kinds.map((kind) => wildcard(arns.underValidation(kind).resource, VALIDATED_AND_TAGGED)),
        {
          StringEquals: restoredByUs,
          StringLike: { 'aws:ResourceTag/pilot-light:validation-id': '*' },
        },
      )
      // RDS deletes no cluster that somebody has stopped, nor its instances.
      .allow(
        ['rds:StartDBCluster'],
        [
          wildcard(arns.restored('cluster').resource, RESTORED_AND_TAGGED),
          wildcard(arns.underValidation('cluster').resource, VALIDATED_AND_TAGGED),
        ],
        { StringEquals: restoredByUs },
      )
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      )
      .allow(['dynamodb:GetItem'], [lockTable.tableArn]);
  }
}
