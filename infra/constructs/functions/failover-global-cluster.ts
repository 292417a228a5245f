import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/failoverGlobalCluster/contract';
import { writerIdentifierOf } from '../../../functions/shared/names';
import { namesOf, unselectedTags } from '../../names';
import { databaseSecretArn } from '../global-database';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function failoverGlobalCluster(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, standby } = resources;
  const { region, account } = Stack.of(scope);
  const names = namesOf(config);
  const arns = arnsOf(scope);
  const environment: z.input<typeof Environment> = {
    GLOBAL_CLUSTER_IDENTIFIER: names.globalCluster,
    REPLICA_CLUSTER_ARN: names.replicaClusterArn,
    SECRET_NAME: names.databaseSecret,
    RPO_MINUTES: String(config.objectives.rpoMinutes),
    CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
    SECRET_ARN_PARAMETER: names.parameters.secretArn,
    TAGS: JSON.stringify(unselectedTags(config)),
  };
  // A global cluster is of no region.
  const globalCluster = `arn:aws:rds::${account}:global-cluster:${names.globalCluster}`;
  const writer = arns.rds('db', writerIdentifierOf(names.replicaCluster));
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'failoverGlobalCluster',
      description: 'Promotes the replica of the global database step by step: instance, failover, parameters',
      environment,
      timeoutSeconds: 60,
    })
      .allow(['rds:DescribeGlobalClusters'], [globalCluster])
      .allow(['rds:FailoverGlobalCluster'], [globalCluster, names.replicaClusterArn])
      .allow(['rds:DescribeDBClusters', 'rds:EnableHttpEndpoint'], [names.replicaClusterArn])
      // The instances of a replica that somebody has given one have names of their own.
      .allow(['rds:DescribeDBInstances'], [arns.rds('db', '*')])
      .allow(
        ['rds:CreateDBInstance'],
        [
          names.replicaClusterArn,
          writer,
          arns.rds('subgrp', standby.subnetGroupName),
          arns.rds('og', 'default:*'),
          arns.rds('pg', 'default.*'),
        ],
      )
      .allow(['rds:AddTagsToResource'], [writer])
      .allow(['secretsmanager:DescribeSecret'], [databaseSecretArn(config, region)])
      // Metrics have no ARN (Service Authorization Reference, CloudWatch).
      .allow(['cloudwatch:GetMetricData'], ['*'])
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      )
  );
}
