import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/measureRecoveryPoints/contract';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { FAILOVER_ITEMS, RecoveryFunction, type RecoveryResources } from './recovery-function';

export class MeasureRecoveryPoints extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, lockTable } = resources;
    const names = namesOf(config);
    const environment: z.input<typeof Environment> = {
      PRIMARY_REGION: config.primaryRegion,
      PRIMARY_VAULT_NAME: names.primaryVault,
      LOCK_TABLE_NAME: lockTable.tableName,
      STANDBY_VAULT_NAME: names.standbyVault,
      SOURCE_CLUSTER_ARN: names.primaryClusterArn,
      MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
    };
    super(scope, id, {
      resources,
      folder: 'measureRecoveryPoints',
      description: 'Measures how fresh the recovery points of both vaults are',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(['backup:ListRecoveryPointsByBackupVault'], [names.primaryVaultArn, names.standbyVaultArn])
      .allow(['dynamodb:GetItem'], [lockTable.tableArn], FAILOVER_ITEMS)
      .allow(['states:DescribeExecution'], [arnsOf(config).failovers]);
  }
}
