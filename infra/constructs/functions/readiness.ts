import { Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import { CHANGED_EVENT, type Environment, REPORT_PREFIX } from '../../../functions/readiness/contract';
import { workloadBuild } from '../../bundle';
import { failoverCacheOf } from '../../config/failover-cache';
import type { Config } from '../../config/schema';
import { arnsOf } from '../../permissions/arns';
import { namesOf } from '../../names';
import { smokeChecks } from '../../smoke-checks';
import { cacheSettings } from '../../cache-settings';
import type { BundledFunction } from '../bundled-function';
import { wildcard } from '../../permissions/permission';
import {
  BY_CONTENT,
  INSTANCES_OF_PRIMARY,
  NO_RESOURCE_TYPE,
  OWN_PREFIX,
  SUBNETS_OF_PRIMARY,
} from '../../permissions/reasons';
import { type ActivationFacts, RecoveryFunction, type RecoveryResources } from './recovery-function';

/** What a failover will work with, and what is told of it. */
export interface ReadinessResources extends RecoveryResources {
  readonly functions: readonly BundledFunction[];
  readonly stateMachines: readonly StateMachine[];
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
  readonly activation: ActivationFacts;
  readonly templateDigests: TemplateDigests;
}

/** Of the templates that a failover deploys, as they were synthesised with this: sha256, hexadecimal. */
export interface TemplateDigests {
  readonly activation: string;
  /** Left out where a failover makes no cache. */
  readonly cache?: string;
}

/** Quotas that it asks for: AWS General Reference, service quotas of Amazon RDS and AWS Lambda. */
const QUOTAS = ['rds/L-952B80B8', 'rds/L-7B6409FD', 'lambda/L-B99A9384'];

const CHECK_ID =
  'Reading only. The traffic stack, which makes the health check, is deployed after this one; which check it is, is ' +
  'read from the record.';

export class Readiness extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: ReadinessResources) {
    const { config, standby, lockTable, functions, stateMachines, evidenceBucket, topic, activation } = resources;
    const { region, account } = Stack.of(scope);
    const names = namesOf(config);
    const arns = arnsOf(config);
    const primary = arnsOf(config, config.primaryRegion);
    const reports = wildcard(evidenceBucket.arnForObjects(`${REPORT_PREFIX}*`), OWN_PREFIX);
    const environment = environmentOf(resources);
    super(scope, id, {
      resources,
      folder: 'readiness',
      description: 'Looks every hour at everything that a failover will need, and reports',
      environment: { ...environment },
      timeoutSeconds: 120,
    });
    this.allow(['backup:DescribeBackupVault', 'backup:ListRecoveryPointsByBackupVault'], [names.standbyVaultArn])
      .allow(['kms:DescribeKey'], [standby.key.keyArn])
      .allow(['secretsmanager:DescribeSecret'], [...new Set(Object.values(names.secrets))].map(arns.secret))
      .allow(['rds:DescribeDBClusterSnapshots'], [arns.backups])
      .allow(
        ['rds:DescribeDBSubnetGroups'],
        [arns.rds('subgrp', standby.subnetGroupName), wildcard(primary.rds('subgrp', '*'), SUBNETS_OF_PRIMARY)],
      )
      .allow(['rds:DescribeDBClusters'], [names.primaryClusterArn])
      .allow(['rds:DescribeDBInstances'], [wildcard(primary.rds('db', '*'), INSTANCES_OF_PRIMARY)])
      .allow(['rds:DescribeDBClusterParameterGroups'], arns.clusterParameterGroups)
      .allow(['rds:DescribeAccountAttributes', 'rds:DescribeDBEngineVersions'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(
        ['servicequotas:GetServiceQuota'],
        QUOTAS.map((quota) => `arn:aws:servicequotas:${region}:${account}:${quota}`),
      )
      .allow(
        ['cloudformation:ListStackResources'],
        [arns.stack(names.stacks.standby), arns.stack(names.stacks.recovery)],
      )
      .allow(['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'], [arns.stack(names.stacks.activation)])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn])
      .allow(['states:DescribeExecution'], [arns.failovers])
      // A dry run needs the permission to invoke (Lambda API Reference, Invoke, InvocationType).
      .allow(
        ['lambda:GetFunctionConfiguration', 'lambda:InvokeFunction'],
        functions.map(({ function: target }) => target.functionArn),
      )
      .allow(
        ['states:DescribeStateMachine'],
        stateMachines.map(({ stateMachineArn }) => stateMachineArn),
      )
      .allow(['sns:GetTopicAttributes', 'sns:Publish'], [topic.topicArn])
      .allow(['ssm:GetParameter'], [...parametersOf(resources), names.parameters.templateUrl].map(arns.parameter))
      .allow(
        ['s3:GetObject'],
        [
          wildcard(standby.artifactBucket.arnForObjects('activation/*'), BY_CONTENT),
          ...frontendKeys(resources).map((key) => standby.replicaBucket.arnForObjects(key)),
          wildcard(standby.replicaBucket.arnForObjects(`${names.manifestPrefix}*`), OWN_PREFIX),
          reports,
        ],
      )
      // So that what is missing is told from what is forbidden.
      .allow(
        ['s3:ListBucket'],
        [standby.artifactBucket, standby.replicaBucket, evidenceBucket].map(({ bucketArn }) => bucketArn),
      )
      .allow(['s3:PutObject'], [reports])
      .allow(['cloudwatch:DescribeAlarms'], [arns.alarm(names.switchAlarm)])
      .allow(['cloudwatch:GetMetricData'], [wildcard('*', NO_RESOURCE_TYPE)])
      .allow(['events:PutEvents'], [`arn:aws:events:${region}:${account}:event-bus/default`], {
        StringEquals: { 'events:source': CHANGED_EVENT.source, 'events:detail-type': CHANGED_EVENT.detailType },
      })
      .allow(['route53:ListResourceRecordSets'], [`arn:aws:route53:::hostedzone/${config.zone.id}`])
      .allow(['route53:GetHealthCheck'], [wildcard('arn:aws:route53:::healthcheck/*', CHECK_ID)]);
    if (activation.code.length > 0)
      this.allow(
        ['s3:GetObject'],
        activation.code.map(({ bucket, key }) => `arn:aws:s3:::${bucket}/${key}`),
      ).allow(['s3:ListBucket'], [...new Set(activation.code.map(({ bucket }) => `arn:aws:s3:::${bucket}`))]);
    if (activation.functionNames.length > 0)
      this.allow(['lambda:GetFunctionConcurrency'], activation.functionNames.map(arns.lambda));
    if (config.drill.schedule !== null)
      this.allow(['ssm:GetParameter'], [arns.parameter(names.parameters.drillSchedule)]);
    if (failoverCacheOf(config) === undefined) return;
    this.allow(['cloudformation:DescribeStacks'], [arns.stack(names.stacks.cache)])
      .allow(['ssm:GetParameter'], [arns.parameter(names.parameters.cacheTemplateUrl)])
      .allow(['elasticache:DescribeServerlessCaches', 'elasticache:ListTagsForResource'], [arns.standbyCache]);
  }
}

function environmentOf(resources: ReadinessResources): z.input<typeof Environment> {
  const { config, bundles, standby, lockTable, functions, stateMachines, evidenceBucket, topic, templateDigests } =
    resources;
  const names = namesOf(config);
  const isReference = config.workload.kind === 'reference';
  return {
    WORKLOAD_NAME: config.name,
    VAULT_NAME: names.standbyVault,
    // Data, not a reference: recovery points are filed under the cluster that they came from.
    SOURCE_CLUSTER_ARN: names.primaryClusterArn,
    RPO_MINUTES: String(config.objectives.rpoMinutes),
    MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
    FALLBACK_MAX_AGE_MINUTES: String(config.recovery.fallbackMaxAgeMinutes),
    KMS_KEY_ARN: standby.key.keyArn,
    SECRET_NAMES: [...new Set(Object.values(names.secrets))].join(','),
    DB_SUBNET_GROUP_NAME: standby.subnetGroupName,
    DB_CLUSTER_PARAMETER_GROUP_PREFIX: names.clusterParameterGroupPrefix,
    VPC_SECURITY_GROUP_IDS: standby.databaseSecurityGroup.securityGroupId,
    ENGINE_VERSION: config.cluster.engineVersion,
    STANDBY_STACK_NAME: names.stacks.standby,
    RECOVERY_STACK_NAME: names.stacks.recovery,
    TRAFFIC_STACK_NAME: names.stacks.traffic,
    ACTIVATION_STACK_NAME: names.stacks.activation,
    STANDBY: config.standby,
    ROLE_NAMES: [...(isReference ? [names.workloadRole] : []), names.activationRole].join(','),
    TEMPLATE_URL_PARAMETER: names.parameters.templateUrl,
    ACTIVATION_TEMPLATE_SHA256: templateDigests.activation,
    ...(templateDigests.cache === undefined ? {} : { CACHE_TEMPLATE_SHA256: templateDigests.cache }),
    ACTIVATION_FUNCTION_NAMES: resources.activation.functionNames.join(','),
    ...(resources.activation.code.length === 0 ? {} : { ACTIVATION_CODE: JSON.stringify(resources.activation.code) }),
    ...(failoverCacheOf(config) === undefined ? {} : { CACHE: JSON.stringify(cacheSettings(config)) }),
    // Which build of another workload the primary runs is not known here.
    ...(isReference ? { WORKLOAD_FUNCTION_NAME: names.workloadFunction, WORKLOAD_BUILD: workloadBuild(bundles) } : {}),
    MANIFEST_PREFIX: names.manifestPrefix,
    PARAMETER_NAMES: parametersOf(resources).join(','),
    LOCK_TABLE_NAME: lockTable.tableName,
    END_FAILOVER_NAME: names.functionName('endFailover'),
    EVIDENCE_BUCKET_NAME: evidenceBucket.bucketName,
    FUNCTION_NAMES: functions.map(({ function: { functionName } }) => functionName).join(','),
    STATE_MACHINE_ARNS: stateMachines.map(({ stateMachineArn }) => stateMachineArn).join(','),
    TOPIC_ARN: topic.topicArn,
    ...drillSettings(config),
    REPLICA_BUCKET_NAME: standby.replicaBucket.bucketName,
    FRONTEND_KEYS: frontendKeys(resources).join(','),
    TRAFFIC_MODE: config.traffic.mode,
    TRAFFIC_SWITCH: config.traffic.switch,
    SWITCH_ALARM_NAME: names.switchAlarm,
    KEPT_EVERY_MINUTES: String(config.traffic.keepEveryMinutes),
    HOSTED_ZONE_ID: config.zone.id,
    PUBLIC_NAME: config.traffic.publicName,
    PRIMARY_TARGET: config.traffic.primaryName,
    STANDBY_TARGET: config.traffic.standbyName,
    CONCURRENT_EXECUTIONS: String(config.readiness.concurrentExecutions),
  };
}

/** When drills run by themselves, where they do. */
function drillSettings(config: Config): { readonly DRILL?: string } {
  const { schedule, timeZone } = config.drill;
  if (schedule === null) return {};
  return { DRILL: JSON.stringify({ schedule, timeZone, parameter: namesOf(config).parameters.drillSchedule }) };
}

/** What the workload and the activation stack read in this region. */
function parametersOf({ config, activation }: ReadinessResources): readonly string[] {
  const { clusterArn, secretArn } = namesOf(config).parameters;
  return [...new Set([clusterArn, secretArn, ...activation.parameters])];
}

/** The objects that the smoke test asks for are those without which there is no frontend. */
function frontendKeys({ config }: RecoveryResources): readonly string[] {
  const { replicaBucket } = namesOf(config);
  return smokeChecks(config).flatMap((check) =>
    check.kind === 'object' && check.suite === 'frontend' && check.bucket === replicaBucket ? [check.key] : [],
  );
}
