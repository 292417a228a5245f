import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/findLatestRecoveryPoint/contract';
import { namesOf } from '../../names';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function findLatestRecoveryPoint(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config } = resources;
  const names = namesOf(config);
  const environment: z.input<typeof Environment> = {
    VAULT_NAME: names.standbyVault,
    // Data, not a reference: recovery points are filed under the cluster that they came from.
    SOURCE_CLUSTER_ARN: names.primaryClusterArn,
    RPO_MINUTES: String(config.objectives.rpoMinutes),
    MINIMUM_LIFETIME_MINUTES: String(config.recovery.minimumLifetimeMinutes),
  };
  return (
    new RecoveryFunction(scope, {
      resources,
      folder: 'findLatestRecoveryPoint',
      description: 'Finds the newest recovery point in the standby vault that can be restored',
      environment,
      timeoutSeconds: 60,
    })
      .allow(['backup:ListRecoveryPointsByBackupVault'], [names.standbyVaultArn])
      // AWS Backup names the snapshots after its jobs.
      .allow(['backup:DescribeRecoveryPoint'], [arnsOf(scope).rds('cluster-snapshot', 'awsbackup:*')])
  );
}
