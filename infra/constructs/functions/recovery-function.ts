import { Duration } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { CodeObject } from '../../../functions/readiness/contract';
import { LOCK_KEY, TRAFFIC_KEY } from '../../../functions/shared/names';
import { type Bundles, bundleOf } from '../../bundle';
import type { Config } from '../../config/schema';
import type { FunctionName } from '../../entries';
import { namesOf } from '../../names';
import { grant, type RolePermission } from '../../permissions/permission';
import { BundledFunction } from '../bundled-function';

/** What stands ready in the standby region, for the functions that work with it. */
export interface StandbyResources {
  readonly key: IKey;
  readonly databaseSecurityGroup: ISecurityGroup;
  readonly subnetGroupName: string;
  /** Where a validation restores, apart from what a failover may have brought up. */
  readonly validationSecurityGroup: ISecurityGroup;
  readonly validationSubnetGroupName: string;
  readonly replicaBucket: IBucket;
  readonly artifactBucket: IBucket;
}

/** What the functions are made of and work on. */
export interface RecoveryResources {
  readonly config: Config;
  readonly bundles: Bundles;
  readonly standby: StandbyResources;
  readonly lockTable: ITable;
}

/** What the activation template says of the stack that it makes. */
export interface ActivationFacts {
  /** Names of the SSM parameters that it takes. */
  readonly parameters: readonly string[];
  /** Names of its functions, without those that CloudFormation makes up. */
  readonly functionNames: readonly string[];
  /** Code that it names and that is not published with it. */
  readonly code: readonly CodeObject[];
}

export interface RecoveryFunctionProps {
  readonly resources: RecoveryResources;
  readonly folder: FunctionName;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** @default 30 */
  readonly timeoutSeconds?: number;
}

/**
 * A function of the recovery stack. Its id is its folder's name in PascalCase, as its state is in the workflow: one class
 * for each function, which knows its environment and what its role may do.
 */
export class RecoveryFunction extends BundledFunction {
  constructor(
    scope: Construct,
    id: string,
    { resources, folder, description, environment, timeoutSeconds }: RecoveryFunctionProps,
  ) {
    super(scope, id, {
      functionName: namesOf(resources.config).functionName(folder),
      description,
      bundle: bundleOf(resources.bundles, `functions/${folder}/handler.ts`),
      timeout: Duration.seconds(timeoutSeconds ?? 30),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: folder,
        POWERTOOLS_METRICS_NAMESPACE: namesOf(resources.config).metric.namespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
  }

  /** What its role may do; an ARN with a `*` carries the reason for it. */
  allow(
    actions: RolePermission['actions'],
    resources: RolePermission['resources'],
    conditions?: RolePermission['conditions'],
  ): this {
    grant(this.role, { actions, resources, conditions });
    return this;
  }
}

/** A condition: the items of the lock table that say whether a failover is under way, and which region serves. */
export const FAILOVER_ITEMS = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LOCK_KEY, TRAFFIC_KEY] },
} as const;
