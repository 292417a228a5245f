import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/restoreAurora/contract';
import { arnsOf } from '../../permissions/arns';
import { namesOf, tagsOf, unselectedTags } from '../../names';
import { wildcard } from '../../permissions/permission';
import { RESTORED, UNDER_VALIDATION } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

const OURS = 'The condition on the tag pilot-light:created-by holds it to what this function has made.';

const MADE_BY_US = { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreAurora' } };

export class RestoreAurora extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, standby } = resources;
    const names = namesOf(config);
    const arns = arnsOf(config);
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      DB_SUBNET_GROUP_NAME: standby.subnetGroupName,
      DB_CLUSTER_PARAMETER_GROUP_PREFIX: names.clusterParameterGroupPrefix,
      VPC_SECURITY_GROUP_IDS: standby.databaseSecurityGroup.securityGroupId,
      KMS_KEY_ARN: standby.key.keyArn,
      MIN_CAPACITY: String(config.cluster.minCapacity),
      MAX_CAPACITY: String(config.cluster.maxCapacity),
      BACKUP_RETENTION_DAYS: String(config.cluster.backupRetentionDays),
      FALLBACK_MAX_AGE_MINUTES: String(config.recovery.fallbackMaxAgeMinutes),
      DATABASE_NAME: config.cluster.databaseName,
      MASTER_SECRET_NAME: names.secrets.master,
      APPLICATION_SECRET_NAME: names.secrets.application,
      MAY_CREATE_ROLES: config.workload.kind === 'reference' ? 'true' : 'false',
      CLUSTER_ARN_PARAMETER: names.parameters.clusterArn,
      SECRET_ARN_PARAMETER: names.parameters.secretArn,
      TAGS: JSON.stringify(tagsOf(config)),
      VALIDATION_DB_SUBNET_GROUP_NAME: standby.validationSubnetGroupName,
      VALIDATION_VPC_SECURITY_GROUP_IDS: standby.validationSecurityGroup.securityGroupId,
      VALIDATION_TAGS: JSON.stringify(unselectedTags(config)),
    };

    const clusters = [arns.restored('cluster'), arns.underValidation('cluster')];
    const instances = [arns.restored('db'), arns.underValidation('db')];
    const subnets = [standby.subnetGroupName, standby.validationSubnetGroupName].map((name) =>
      arns.rds('subgrp', name),
    );

    super(scope, id, {
      resources,
      folder: 'restoreAurora',
      description: 'Restores the cluster step by step: storage, writer, Data API, passwords, parameters',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(['rds:DescribeDBClusterSnapshots'], [arns.backups])
      .allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], arns.listed)
      .allow(
        ['rds:RestoreDBClusterFromSnapshot'],
        [...clusters, arns.backups, ...subnets, ...arns.clusterParameterGroups, ...arns.defaultGroups],
      )
      .allow(['rds:DescribeDBSubnetGroups'], subnets)
      .allow(['rds:CreateDBInstance'], [...clusters, ...instances, ...subnets, ...arns.defaultGroups])
      .allow(['rds:AddTagsToResource'], [...clusters, ...instances])
      .allow(['rds:ModifyDBCluster', 'rds:EnableHttpEndpoint'], clusters)
      // A writer that does not come is made again in another zone; a cluster that was stopped is started.
      .allow(
        ['rds:DeleteDBInstance'],
        [
          wildcard(arns.restored('db').resource, `${RESTORED} ${OURS}`),
          wildcard(arns.underValidation('db').resource, `${UNDER_VALIDATION} ${OURS}`),
        ],
        MADE_BY_US,
      )
      .allow(
        ['rds:StartDBCluster'],
        [
          wildcard(arns.restored('cluster').resource, `${RESTORED} ${OURS}`),
          wildcard(arns.underValidation('cluster').resource, `${UNDER_VALIDATION} ${OURS}`),
        ],
        MADE_BY_US,
      )
      .allow(['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey'], [standby.key.keyArn])
      .allow(['kms:CreateGrant'], [standby.key.keyArn], { Bool: { 'kms:GrantIsForAWSResource': 'true' } })
      .allow(['rds-data:ExecuteStatement'], clusters)
      .allow(['secretsmanager:GetSecretValue'], [...new Set(Object.values(names.secrets))].map(arns.secret))
      .allow(
        ['ssm:GetParameter', 'ssm:PutParameter'],
        [arns.parameter(names.parameters.clusterArn), arns.parameter(names.parameters.secretArn)],
      );
  }
}
