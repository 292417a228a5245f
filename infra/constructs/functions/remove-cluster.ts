import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/removeCluster/contract';
import { namesOf } from '../../names';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function removeCluster(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, lockTable } = resources;
  const names = namesOf(config);
  const arns = arnsOf(scope);
  const environment: z.input<typeof Environment> = {
    WORKLOAD_NAME: config.name,
    LOCK_TABLE_NAME: lockTable.tableName,
    CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
    SECRET_ARN_PARAMETER: names.parameters.secretArn,
  };
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'removeCluster',
      description: 'Takes down what a drill or a validation has restored: only what carries our prefix and our tags',
      environment,
      timeoutSeconds: 60,
    })
      // What is left of a failover is found by listing.
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], [arns.rds('cluster', '*'), arns.rds('db', '*')])
      .allow(
        ['rds:DeleteDBInstance', 'rds:DeleteDBCluster'],
        [arns.rds('db', `${names.restoredPrefix}*`), arns.rds('cluster', `${names.restoredPrefix}*`)],
        { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' } },
      )
      .allow(
        ['rds:DeleteDBInstance', 'rds:DeleteDBCluster'],
        [arns.rds('db', `${names.validationPrefix}*`), arns.rds('cluster', `${names.validationPrefix}*`)],
        {
          StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' },
          StringLike: { 'aws:ResourceTag/pilot-light:validation-id': '*' },
        },
      )
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      )
      .allow(['dynamodb:GetItem'], [lockTable.tableArn])
  );
}
