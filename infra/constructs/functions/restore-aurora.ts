import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/restoreAurora/contract';
import { namesOf, tagsOf, unselectedTags } from '../../names';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function restoreAurora(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, standby } = resources;
  const names = namesOf(config);
  const arns = arnsOf(scope);
  const environment: z.input<typeof Environment> = {
    WORKLOAD_NAME: config.name,
    DB_SUBNET_GROUP_NAME: standby.subnetGroupName,
    DB_CLUSTER_PARAMETER_GROUP_NAME: standby.clusterParameterGroupName,
    VPC_SECURITY_GROUP_IDS: standby.databaseSecurityGroup.securityGroupId,
    KMS_KEY_ARN: standby.key.keyArn,
    MIN_CAPACITY: String(config.cluster.minCapacity),
    MAX_CAPACITY: String(config.cluster.maxCapacity),
    BACKUP_RETENTION_DAYS: String(config.cluster.backupRetentionDays),
    FALLBACK_MAX_AGE_MINUTES: String(config.recovery.fallbackMaxAgeMinutes),
    CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
    SECRET_ARN_PARAMETER: names.parameters.secretArn,
    TAGS: JSON.stringify(tagsOf(config)),
    VALIDATION_DB_SUBNET_GROUP_NAME: standby.validationSubnetGroupName,
    VALIDATION_VPC_SECURITY_GROUP_IDS: standby.validationSecurityGroup.securityGroupId,
    VALIDATION_TAGS: JSON.stringify(unselectedTags(config)),
  };

  // Identifiers are made of our name and the failover's; the snapshots' of AWS Backup's job.
  const prefixes = [names.restoredPrefix, names.validationPrefix];
  const clusters = prefixes.map((prefix) => arns.rds('cluster', `${prefix}*`));
  const instances = prefixes.map((prefix) => arns.rds('db', `${prefix}*`));
  const snapshot = arns.rds('cluster-snapshot', 'awsbackup:*');
  const subnets = [standby.subnetGroupName, standby.validationSubnetGroupName].map((name) => arns.rds('subgrp', name));
  // The groups of RDS itself, one for each engine version.
  const defaultGroups = [arns.rds('og', 'default:*'), arns.rds('pg', 'default.*')];

  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'restoreAurora',
      description: 'Restores the cluster step by step: storage, writer, Data API, password, parameters',
      environment,
      timeoutSeconds: 60,
    })
      .allow(['rds:DescribeDBClusterSnapshots'], [snapshot])
      // Clusters and writers are looked for by listing, which RDS authorises on all of them.
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], [arns.rds('cluster', '*'), arns.rds('db', '*')])
      .allow(
        ['rds:RestoreDBClusterFromSnapshot'],
        [
          ...clusters,
          snapshot,
          ...subnets,
          arns.rds('cluster-pg', standby.clusterParameterGroupName),
          ...defaultGroups,
        ],
      )
      .allow(['rds:CreateDBInstance'], [...clusters, ...instances, ...subnets, ...defaultGroups])
      .allow(['rds:AddTagsToResource'], [...clusters, ...instances])
      .allow(['rds:ModifyDBCluster', 'rds:EnableHttpEndpoint'], clusters)
      .allow(['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'], [standby.key.keyArn])
      .allow(['kms:CreateGrant'], [standby.key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } })
      // RDS makes the managed password with our permissions, and names it after the new cluster's resource id.
      .allow(['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], [arns.managedSecrets])
      // The secret's key is the account's own for Secrets Manager; its id is not known, its alias is.
      .allow(['kms:DescribeKey'], [arns.keys], {
        'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/aws/secretsmanager' },
      })
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      )
  );
}
