import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ReferenceWorkload } from '../config/reference-workload';

/** What the protection in the primary region needs to know of a workload, whoever deploys it. */
export interface ProtectedWorkload {
  readonly clusterArn: string;
  readonly clusterIdentifier: string;
  /** With which the checks log in. */
  readonly readerSecretArn: string;
  /** The key that the cluster is encrypted with. */
  readonly clusterKey: IKey;
  /** A bucket of ours whose objects are replicated to the standby region. */
  readonly replicatedBucket: IBucket;
  /** What answers requests, where that is ours to watch. */
  readonly served?: ServedWorkload;
}

export interface ServedWorkload {
  readonly api: HttpApi;
  readonly handler: IFunction;
  /** @default there is no cache */
  readonly cacheName?: string;
  readonly thresholds: ReferenceWorkload['alarms'];
  readonly hasDashboard: boolean;
}
