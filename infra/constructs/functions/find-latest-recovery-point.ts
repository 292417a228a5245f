import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/findLatestRecoveryPoint/contract';
import { arnsOf } from '../../permissions/arns';
import { namesOf } from '../../names';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export class FindLatestRecoveryPoint extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config } = resources;
    const names = namesOf(config);
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      VAULT_NAME: names.standbyVault,
      // Data, not a reference: recovery points are filed under the cluster that they came from.
      SOURCE_CLUSTER_ARN: names.primaryClusterArn,
      RPO_MINUTES: String(config.objectives.rpoMinutes),
      MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
    };
    super(scope, id, {
      resources,
      folder: 'findLatestRecoveryPoint',
      description: 'Finds the newest recovery point in the standby vault that can be restored',
      environment,
      timeoutSeconds: 60,
    });
    this.allow(['backup:ListRecoveryPointsByBackupVault'], [names.standbyVaultArn])
      .allow(['backup:DescribeRecoveryPoint'], [arnsOf(config).backups])
      // Whether what an unfinished failover has restored stands; only reading.
      .allow(['rds:DescribeDBClusters'], [arnsOf(config).restored('cluster')]);
  }
}
