import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/smokeTest/contract';
import { namesOf } from '../../names';
import { dataChecks } from '../../data-checks';
import { smokeChecks } from '../../smoke-checks';
import { databaseSecretArn } from '../global-database';
import { arnsOf, RecoveryFunction, type RecoveryResources } from './recovery-function';

export function smokeTest(scope: Construct, resources: RecoveryResources): RecoveryFunction {
  const { config, standby, lockTable } = resources;
  const arns = arnsOf(scope);
  const names = namesOf(config);
  const restored = arns.rds('cluster', `${names.restoredPrefix}*`);
  const onTrial = arns.rds('cluster', `${names.validationPrefix}*`);
  const environment: z.input<typeof Environment> = {
    LOCK_TABLE_NAME: lockTable.tableName,
    CHECKS: JSON.stringify(smokeChecks(config)),
    DATA_CHECKS: JSON.stringify(dataChecks(config)),
    CHECK_TIMEOUT_SECONDS: '10',
    DEADLINE_SECONDS: '90',
  };
  const tester = new RecoveryFunction(scope, {
    resources,
    folder: 'smokeTest',
    description:
      'Runs every check against the standby region, the public name or a restored backup, and leaves the proof',
    environment,
    timeoutSeconds: 120,
  })
    .allow(['dynamodb:PutItem'], [lockTable.tableArn])
    .allow(['rds-data:ExecuteStatement'], [restored, onTrial])
    // What a validation asks, it asks in transactions that are rolled back.
    .allow(['rds-data:BeginTransaction', 'rds-data:RollbackTransaction'], [onTrial])
    // RDS names the secret after the new cluster's resource id, which is not known ahead; its tag says whose it is.
    .allow(['secretsmanager:GetSecretValue'], [arns.managedSecrets], {
      StringLike: { 'aws:ResourceTag/aws:rds:primaryDBClusterArn': [restored, onTrial] },
    })
    .allow(['s3:GetObject'], [standby.replicaBucket.arnForObjects('*')])
    // Without it a missing object is answered with 403 instead of 404 (Amazon S3 API Reference, GetObject).
    .allow(['s3:ListBucket'], [standby.replicaBucket.bucketArn]);
  if (config.database === 'global')
    tester.allow(['secretsmanager:GetSecretValue'], [databaseSecretArn(config, config.standbyRegion)]);
  return tester;
}
