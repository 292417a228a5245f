import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/restoreToPointInTime/contract';
import { namesOf, unselectedTags, WORKLOAD_TAG } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { wildcard } from '../../permissions/permission';
import { REPAIRED } from '../../permissions/reasons';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

const MADE_BY_US = { StringEquals: { 'aws:ResourceTag/pilot-light:created-by': 'restoreToPointInTime' } };
const TAGGED = `${REPAIRED} The condition on the tag pilot-light:created-by holds it to what this function has made.`;
const OWN_LOG =
  'By the resource id of a cluster RDS restores from its automated backup, whose id it draws. Reading only: what is ' +
  'restored is a new cluster under the one prefix.';
const KEY_ID =
  'KMS draws the id of a key, and no stack of this region refers to one of the primary; the condition on the tag of the ' +
  'workload holds it to its own keys.';

/** Works in the primary region, beside the live cluster; of that it may read everything and change nothing. */
export class RestoreToPointInTime extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    const { workload, primaryRegion } = config;
    const names = namesOf(config);
    const arns = arnsOf(config, primaryRegion);
    const secretId = workload.kind === 'existing' ? workload.secretArn : names.secrets.master;
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      PRIMARY_REGION: primaryRegion,
      CLUSTER_IDENTIFIER: names.primaryCluster,
      // Data, not references: the primary stack is in another region.
      CLUSTER_ARN: names.primaryClusterArn,
      VAULT_NAME: names.primaryVault,
      MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
      MASTER_SECRET_ID: secretId,
      READER_SECRET_ID: workload.kind === 'existing' ? workload.secretArn : names.readerSecret,
      DATABASE_NAME: config.cluster.databaseName,
      SECURITY_GROUP_PARAMETER: names.parameters.repairSecurityGroup,
      LOCK_TABLE_NAME: lockTable.tableName,
      TAGS: JSON.stringify(unselectedTags(config)),
    };
    super(scope, id, {
      resources,
      folder: 'restoreToPointInTime',
      description:
        'Restores a cluster beside the live one in the primary region, as it was at a moment, and removes it',
      environment,
      timeoutSeconds: 60,
    });
    const cluster = arns.repaired('cluster');
    const instance = arns.repaired('db');
    this.allow(['rds:DescribeDBClusters', 'rds:DescribeDBInstances'], arns.listed)
      .allow(['rds:DescribeDBClusterSnapshots'], [arns.backups])
      .allow(['rds:DescribeDBSubnetGroups'], arns.groupsOfLive.slice(0, 1))
      .allow(
        ['rds:RestoreDBClusterToPointInTime'],
        [
          cluster,
          names.primaryClusterArn,
          wildcard(arns.rds('cluster-auto-backup', '*'), OWN_LOG),
          ...arns.groupsOfLive,
          ...arns.defaultGroups,
        ],
      )
      .allow(['rds:RestoreDBClusterFromSnapshot'], [cluster, arns.backups, ...arns.groupsOfLive, ...arns.defaultGroups])
      .allow(['rds:CreateDBInstance'], [cluster, instance, ...arns.groupsOfLive.slice(0, 1), ...arns.defaultGroups])
      .allow(['rds:AddTagsToResource'], [cluster, instance])
      .allow(['rds:ModifyDBCluster', 'rds:EnableHttpEndpoint'], [cluster])
      .allow(
        ['rds:DeleteDBInstance', 'rds:DeleteDBCluster', 'rds:StartDBCluster'],
        [cluster, instance].map(({ resource }) => wildcard(resource, TAGGED)),
        MADE_BY_US,
      )
      .allow(['rds-data:ExecuteStatement'], [cluster])
      .allow(
        ['secretsmanager:GetSecretValue'],
        workload.kind === 'existing'
          ? [workload.secretArn]
          : [arns.secret(names.secrets.master), arns.secret(names.readerSecret)],
      )
      .allow(['ssm:GetParameter'], [arns.parameter(names.parameters.repairSecurityGroup)])
      .allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn])
      .allow(['backup:DescribeRecoveryPoint'], [arns.backups])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers]);
    const ownKeys = { StringEquals: { [`aws:ResourceTag/${WORKLOAD_TAG}`]: config.name } };
    const keys = workload.kind === 'existing' ? [workload.keyArn] : [wildcard(arns.keys, KEY_ID)];
    const whose = workload.kind === 'existing' ? {} : ownKeys;
    this.allow(['kms:DescribeKey'], keys, whose).allow(['kms:CreateGrant'], keys, {
      ...whose,
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    });
  }
}
