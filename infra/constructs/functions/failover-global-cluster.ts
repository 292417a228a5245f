import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/failoverGlobalCluster/contract';
import { writerIdentifierOf } from '../../../functions/shared/names';
import { arnsOf } from '../../permissions/arns';
import { namesOf, unselectedTags } from '../../names';
import { wildcard } from '../../permissions/permission';
import { NO_RESOURCE_TYPE } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

const INSTANCES =
  'Reading only. The instances of the replica are found through the cluster, and somebody may have given it one under ' +
  'any name.';

export class FailoverGlobalCluster extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, standby } = resources;
    const { account } = Stack.of(scope);
    const names = namesOf(config);
    const arns = arnsOf(config);
    const environment: z.input<typeof Environment> = {
      GLOBAL_CLUSTER_IDENTIFIER: names.globalCluster,
      REPLICA_CLUSTER_ARN: names.replicaClusterArn,
      SECRET_NAME: names.secrets.application,
      RPO_MINUTES: String(config.objectives.rpoMinutes),
      CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
      SECRET_ARN_PARAMETER: names.parameters.secretArn,
      TAGS: JSON.stringify(unselectedTags(config)),
    };
    // A global cluster is of no region.
    const globalCluster = `arn:aws:rds::${account}:global-cluster:${names.globalCluster}`;
    const writer = arns.rds('db', writerIdentifierOf(names.replicaCluster));
    super(scope, id, {
      resources,
      folder: 'failoverGlobalCluster',
      description: 'Promotes the replica of the global database step by step: instance, failover, parameters',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(['rds:DescribeGlobalClusters'], [globalCluster])
      .allow(['rds:FailoverGlobalCluster'], [globalCluster, names.replicaClusterArn])
      .allow(['rds:DescribeDBClusters', 'rds:EnableHttpEndpoint'], [names.replicaClusterArn])
      .allow(['rds:DescribeDBInstances'], [wildcard(arns.rds('db', '*'), INSTANCES)])
      .allow(
        ['rds:CreateDBInstance'],
        [names.replicaClusterArn, writer, arns.rds('subgrp', standby.subnetGroupName), ...arns.defaultGroups],
      )
      .allow(['rds:AddTagsToResource'], [writer])
      // One that does not come is made again in another zone.
      .allow(['rds:DescribeDBSubnetGroups'], [arns.rds('subgrp', standby.subnetGroupName)])
      .allow(['rds:DeleteDBInstance'], [writer], {
        StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'failoverGlobalCluster' },
      })
      .allow(['secretsmanager:DescribeSecret'], [arns.secret(names.secrets.application)])
      .allow(['cloudwatch:GetMetricData'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      );
  }
}
