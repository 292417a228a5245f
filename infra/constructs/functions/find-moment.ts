import type { Construct } from 'constructs';
import type * as z from 'zod';
import { unitPrice } from '../../../cost/prices';
import type { Environment } from '../../../functions/findMoment/contract';
import { namesOf } from '../../names';
import { arnsOf } from '../../permissions/arns';
import type { Wildcard } from '../../permissions/permission';
import { RecoveryFunction, type RecoveryResources } from './recovery-function';

export interface FindMomentResources extends RecoveryResources {
  /** Clusters of the primary region that are restored beside the live one. */
  readonly restoredClusters: Wildcard;
}

/** Works in the primary region: asks the live cluster and restored ones for a predicate, and commits nothing. */
export class FindMoment extends RecoveryFunction {
  constructor(scope: Construct, id: string, resources: FindMomentResources) {
    const { config, restoredClusters } = resources;
    const { workload, primaryRegion } = config;
    const names = namesOf(config);
    const arns = arnsOf(config, primaryRegion);
    const environment: z.input<typeof Environment> = {
      PRIMARY_REGION: primaryRegion,
      CLUSTER_IDENTIFIER: names.primaryCluster,
      MASTER_SECRET_ID: workload.kind === 'existing' ? workload.secretArn : names.secrets.master,
      DATABASE_NAME: config.cluster.databaseName,
      // What a person is asked to agree to; from where `pilotlight cost` has it.
      ACU_HOUR_USD: String(unitPrice('auroraAcu', primaryRegion).usd),
      STORAGE_GB_MONTH_USD: String(unitPrice('auroraStorage', primaryRegion).usd),
    };
    super(scope, id, {
      resources,
      folder: 'findMoment',
      description: 'Finds when data was damaged: the last moment at which a predicate was true',
      environment,
      // Ten tables of forty seconds each, and what is around them.
      timeoutSeconds: 600,
    });
    this.allow(['rds:DescribeDBClusters'], arns.listed)
      .allow(
        ['rds-data:BeginTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
        [names.primaryClusterArn, restoredClusters],
      )
      .allow(
        ['secretsmanager:GetSecretValue'],
        [workload.kind === 'existing' ? workload.secretArn : arns.secret(names.secrets.master)],
      );
  }
}
