import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/smokeTest/contract';
import { arnsOf } from '../../permissions/arns';
import { dataChecks } from '../../data-checks';
import { smokeChecks } from '../../smoke-checks';
import { namesOf } from '../../names';
import { wildcard } from '../../permissions/permission';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

const CONFIGURED_OBJECTS =
  'Which files of the frontend are asked for, is configuration (recovery.smokeChecks), and the manifests of what the ' +
  'primary held are named by time. Reading only, of the one bucket.';

export class SmokeTest extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: RecoveryResources) {
    const { config, standby, lockTable } = resources;
    const arns = arnsOf(config);
    const restored = arns.restored('cluster');
    const underValidation = arns.underValidation('cluster');
    const environment: z.input<typeof Environment> = {
      LOCK_TABLE_NAME: lockTable.tableName,
      CHECKS: JSON.stringify(smokeChecks(config)),
      DATA_CHECKS: JSON.stringify(dataChecks(config)),
      // As long as an HTTP API waits for its integration (API Gateway Developer Guide, quotas): slow is not broken.
      CHECK_TIMEOUT_SECONDS: '30',
      DEADLINE_SECONDS: '90',
    };
    super(scope, id, {
      resources,
      folder: 'smokeTest',
      description:
        'Runs every check against the standby region, the public name or a restored backup, and leaves the proof',
      environment,
      timeoutSeconds: 120,
    });
    this.allow(['dynamodb:PutItem'], [lockTable.tableArn])
      .allow(['rds-data:ExecuteStatement'], [restored, underValidation, ...arns.promoted])
      // What a validation asks, it asks in transactions that are rolled back.
      .allow(['rds-data:BeginTransaction', 'rds-data:RollbackTransaction'], [underValidation])
      .allow(['secretsmanager:GetSecretValue'], [...new Set(Object.values(namesOf(config).secrets))].map(arns.secret))
      .allow(['s3:GetObject'], [wildcard(standby.replicaBucket.arnForObjects('*'), CONFIGURED_OBJECTS)])
      // Without it a missing object is answered with 403 instead of 404 (Amazon S3 API Reference, GetObject).
      .allow(['s3:ListBucket'], [standby.replicaBucket.bucketArn]);
  }
}
