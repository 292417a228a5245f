import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/assessAzFailure/contract';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { INSTANCES_OF_PRIMARY, NO_RESOURCE_TYPE, SUBNETS_OF_PRIMARY } from '../../permissions/reasons';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

const OWN_EXECUTIONS =
  'Reading only. Executions are named when they start: whether the one that follows a failover lives.';

export interface AssessAzFailureResources extends RecoveryResources {
  readonly evidenceBucketName: string;
}

export class AssessAzFailure extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: AssessAzFailureResources) {
    const { config, lockTable, evidenceBucketName } = resources;
    const names = namesOf(config);
    const primary = arnsOf(config, config.primaryRegion);
    const { workload } = config;
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      LOCK_TABLE_NAME: lockTable.tableName,
      PRIMARY_REGION: config.primaryRegion,
      CLUSTER_ARN: names.primaryClusterArn,
      SECRET_ID: workload.kind === 'existing' ? workload.secretArn : names.readerSecret,
      DATABASE_NAME: config.cluster.databaseName,
      ERRORS_ALARM_NAME: names.errorsAlarm,
      EVIDENCE_BUCKET_NAME: evidenceBucketName,
    };
    super(scope, id, {
      resources,
      folder: 'assessAzFailure',
      description: 'Says who writes after a failover of the primary cluster, or that no reader can be promoted',
      environment,
      timeoutSeconds: 60,
    });
    const secret = workload.kind === 'existing' ? workload.secretArn : primary.secret(names.readerSecret);
    const executions = `arn:aws:states:${config.standbyRegion}:${config.account}:execution:${names.azFailureStateMachine}:*`;
    this.allow(['rds:DescribeDBClusters'], [names.primaryClusterArn])
      .allow(['rds:DescribeDBInstances'], [wildcard(primary.rds('db', '*'), INSTANCES_OF_PRIMARY)])
      .allow(['rds:DescribeDBSubnetGroups'], [wildcard(primary.rds('subgrp', '*'), SUBNETS_OF_PRIMARY)])
      .allow(['rds:DescribeEvents', 'cloudwatch:GetMetricData'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(['rds-data:ExecuteStatement'], [names.primaryClusterArn])
      .allow(['secretsmanager:GetSecretValue'], [secret])
      .allow(['cloudwatch:DescribeAlarms'], [primary.alarm(names.errorsAlarm)])
      .allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['az-failure'] },
      })
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers, wildcard(executions, OWN_EXECUTIONS)]);
  }
}
