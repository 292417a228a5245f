import { Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { LATEST_KEY } from '../../../functions/readiness/contract';
import { type Environment, EXECUTIONS_PREFIX } from '../../../functions/reportExecution/contract';
import { CORRUPTION_LOCK_KEY, LOCK_KEY, TRAFFIC_KEY } from '../../../functions/shared/names';
import { failoverCacheOf } from '../../config/failover-cache';
import type { Config } from '../../config/schema';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { OWN_PREFIX } from '../../permissions/reasons';
import { smokeChecks } from '../../smoke-checks';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface ReportResources extends RecoveryResources {
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
}

export class ReportExecution extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: ReportResources) {
    const { config, lockTable, evidenceBucket, topic } = resources;
    const { region, account } = Stack.of(scope);
    const names = namesOf(config);
    const arns = arnsOf(config);
    // By its name: the state machine calls this function, and a reference back would be a circle.
    const failoverArn = `arn:aws:states:${region}:${account}:stateMachine:${names.stateMachine}`;
    super(scope, id, {
      resources,
      folder: 'reportExecution',
      description: 'Parses what an execution is asked for, and writes its evidence, notifications and next actions',
      environment: { ...environmentOf(resources), REGIONAL_FAILOVER_ARN: failoverArn },
      timeoutSeconds: 35,
    });
    this.allow(['s3:GetObject'], [evidenceBucket.arnForObjects(LATEST_KEY)])
      // A drill is compared with the drills before it.
      .allow(['s3:GetObject'], [wildcard(evidenceBucket.arnForObjects(`${EXECUTIONS_PREFIX}*`), OWN_PREFIX)])
      // For those, and so that an object that is not there yet is not taken for one that is forbidden.
      .allow(['s3:ListBucket'], [evidenceBucket.bucketArn])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LOCK_KEY, TRAFFIC_KEY, CORRUPTION_LOCK_KEY] },
      })
      // The question and its answer are kept in the lock; where traffic goes is not this function's to write.
      .allow(['dynamodb:UpdateItem'], [lockTable.tableArn], {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LOCK_KEY, CORRUPTION_LOCK_KEY] },
      })
      .allow(['rds:DescribeDBClusters'], arns.listed.slice(0, 1))
      .allow(['cloudformation:DescribeStacks'], [arns.stack(names.stacks.activation)])
      // Whether SNS answers is read before a message whose answer was lost is sent again.
      .allow(['sns:Publish', 'sns:GetTopicAttributes'], [topic.topicArn])
      // By its name: the state machine calls this function, and a reference back would be a circle.
      .allow(
        ['states:SendTaskSuccess'],
        [names.stateMachine, names.corruptionStateMachine].map(
          (name) => `arn:aws:states:${region}:${account}:stateMachine:${name}`,
        ),
      );
    if (config.drill.schedule !== null)
      this.allow(['ssm:GetParameter'], [arns.parameter(names.parameters.drillSchedule)]);
    if (failoverCacheOf(config) === undefined) return;
    // What is left of a failover may be a cache, too, with its stack or without.
    this.allow(['cloudformation:DescribeStacks'], [arns.stack(names.stacks.cache)]).allow(
      ['elasticache:DescribeServerlessCaches', 'elasticache:ListTagsForResource'],
      [arns.standbyCache],
    );
  }
}

function environmentOf({
  config,
  lockTable,
  evidenceBucket,
  topic,
}: ReportResources): Omit<z.input<typeof Environment>, 'REGIONAL_FAILOVER_ARN'> {
  const names = namesOf(config);
  return {
    WORKLOAD_NAME: config.name,
    RTO_MINUTES: String(config.objectives.rtoMinutes),
    RPO_MINUTES: String(config.objectives.rpoMinutes),
    DEADLINE_HOURS: String(config.recovery.deadlineHours),
    APPROVAL_TIMEOUT_MINUTES: String(config.recovery.approvalTimeoutMinutes),
    VALIDATION_RESTORE_BUDGET_MINUTES: String(config.validation.restoreBudgetMinutes),
    VALIDATION_CHECK_BUDGET_MINUTES: String(config.validation.checkBudgetMinutes),
    VALIDATION_CLEAN_UP_BUDGET_MINUTES: String(config.validation.cleanUpBudgetMinutes),
    EVIDENCE_BUCKET_NAME: evidenceBucket.bucketName,
    LOCK_TABLE_NAME: lockTable.tableName,
    TOPIC_ARN: topic.topicArn,
    FUNCTION_NAME: names.functionName('reportExecution'),
    UPDATE_ROUTE53_NAME: names.functionName('updateRoute53'),
    END_FAILOVER_NAME: names.functionName('endFailover'),
    REMOVE_CLUSTER_NAME: names.functionName('removeCluster'),
    ACTIVATION_STACK_NAME: names.stacks.activation,
    ...(failoverCacheOf(config) === undefined
      ? {}
      : { CACHE_STACK_NAME: names.stacks.cache, CACHE_NAME: names.standbyCache }),
    RECOVERY_STACK_NAME: names.stacks.recovery,
    ...(config.drill.schedule === null ? {} : { DRILL_PARAMETER: names.parameters.drillSchedule }),
    STANDBY: config.standby,
    PUBLIC_NAME: config.traffic.publicName,
    STANDBY_TARGET: config.traffic.standbyName,
    CHECK_URL: checkUrl(config),
    SWITCH_ALARM_NAME: names.switchAlarm,
    STANDBY_VAULT_NAME: names.standbyVault,
    STANDBY_KEY_ALIAS: names.standbyKeyAlias,
    GLOBAL_CLUSTER_IDENTIFIER: names.globalCluster,
    // Data, not a reference: a person switches a global database back to it.
    PRIMARY_CLUSTER_ARN: names.primaryClusterArn,
    PRIMARY_VAULT_NAME: names.primaryVault,
    RESTORE_TO_POINT_IN_TIME_NAME: names.functionName('restoreToPointInTime'),
  };
}

/** What the smoke test asks of the public name. */
function checkUrl(config: Config): string {
  const check = smokeChecks(config).find((each) => each.kind === 'http' && each.suite === 'public');
  return check?.kind === 'http' ? check.url : `https://${config.traffic.publicName}/`;
}
