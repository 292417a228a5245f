import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../../functions/compareData/contract';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import { type Wildcard, wildcard } from '../../permissions/permission';
import { OWN_PREFIX } from '../../permissions/reasons';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface CompareDataResources extends RecoveryResources {
  readonly evidenceBucket: IBucket;
  /** Clusters of the primary region that are restored beside the live one. */
  readonly restoredClusters: Wildcard;
}

/** Works in the primary region: reads the live cluster and restored ones, and commits nothing. */
export class CompareData extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: CompareDataResources) {
    const { config, evidenceBucket, restoredClusters } = resources;
    const { workload, primaryRegion } = config;
    const names = namesOf(config);
    const arns = arnsOf(config, primaryRegion);
    const environment: z.input<typeof Environment> = {
      PRIMARY_REGION: primaryRegion,
      EVIDENCE_BUCKET_NAME: evidenceBucket.bucketName,
      // A statement that has begun may take 45 seconds more, and what follows it.
      DEADLINE_SECONDS: '780',
    };
    super(scope, id, {
      resources,
      folder: 'compareData',
      description: 'Compares a restored cluster with the live one: rows deleted, changed and added since',
      environment,
      timeoutSeconds: 900,
    });
    const lists = ['before', 'after'].map((label) =>
      wildcard(evidenceBucket.arnForObjects(`corruption/*/${label}/*`), OWN_PREFIX),
    );
    this.allow(
      ['rds-data:BeginTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
      [names.primaryClusterArn, restoredClusters],
    )
      .allow(
        ['secretsmanager:GetSecretValue'],
        [workload.kind === 'existing' ? workload.secretArn : arns.secret(names.secrets.master)],
      )
      .allow(['s3:GetObject', 's3:PutObject'], lists)
      // Without it a missing object is answered with 403 instead of 404 (Amazon S3 API Reference, GetObject).
      .allow(['s3:ListBucket'], [evidenceBucket.bucketArn]);
  }
}
