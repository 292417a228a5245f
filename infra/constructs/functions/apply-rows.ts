import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/applyRows/contract';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { type Wildcard, wildcard } from '../../permissions/permission';
import { OWN_PREFIX } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface ApplyRowsResources extends RecoveryResources {
  readonly evidenceBucket: IBucket;
  /** Clusters of the primary region that are restored beside the live one. */
  readonly restoredClusters: Wildcard;
}

/** Works in the primary region: writes rows of the live cluster by the Data API alone, and reads restored ones. */
export class ApplyRows extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: ApplyRowsResources) {
    const { config, evidenceBucket, restoredClusters } = resources;
    const { workload, primaryRegion } = config;
    const names = namesOf(config);
    const arns = arnsOf(config, primaryRegion);
    const environment: z.input<typeof Environment> = {
      PRIMARY_REGION: primaryRegion,
      EVIDENCE_BUCKET_NAME: evidenceBucket.bucketName,
      FUNCTION_NAME: names.functionName('applyRows'),
      // A statement that has begun may take 45 seconds more, and what follows it.
      DEADLINE_SECONDS: '780',
      ROWS_PER_TRANSACTION: '250000',
    };
    super(scope, id, {
      resources,
      folder: 'applyRows',
      description: 'Brings rows of a restored cluster back into the live one: a dry run, the repair, its undo',
      environment,
      timeoutSeconds: 900,
    });
    const object = (prefix: string) => wildcard(evidenceBucket.arnForObjects(`corruption/*${prefix}`), OWN_PREFIX);
    this.allow(
      ['rds-data:BeginTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
      [names.primaryClusterArn, restoredClusters],
    )
      .allow(['rds-data:CommitTransaction'], [names.primaryClusterArn])
      .allow(
        ['secretsmanager:GetSecretValue'],
        [workload.kind === 'existing' ? workload.secretArn : arns.secret(names.secrets.master)],
      )
      .allow(['s3:GetObject'], [object('')])
      .allow(['s3:PutObject'], [object('/plan/*'), object('/apply/*'), object('/undo/*')])
      // Without it a missing object is answered with 403 instead of 404 (Amazon S3 API Reference, GetObject).
      .allow(['s3:ListBucket'], [evidenceBucket.bucketArn]);
  }
}
