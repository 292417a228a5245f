import { Duration, Stack } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { LOCK_KEY, TRAFFIC_KEY } from '../../../functions/shared/names';
import { type Bundles, bundleOf } from '../../bundle';
import type { Config } from '../../config';
import type { FunctionName } from '../../entries';
import { namesOf } from '../../names';
import type { StandbyStack } from '../../stacks/standby-stack';
import { BundledFunction } from '../bundled-function';

/** What the functions are made of and work on. */
export interface RecoveryResources {
  readonly config: Config;
  readonly bundles: Bundles;
  readonly standby: StandbyStack;
  readonly lockTable: ITable;
}

export interface RecoveryFunctionProps {
  readonly resources: RecoveryResources;
  readonly folder: FunctionName;
  readonly description: string;
  readonly environment: Readonly<Record<string, string>>;
  /** @default 30 */
  readonly timeoutSeconds?: number;
}

/** A function of the recovery stack. Its id is its folder's name in PascalCase, as its state is in the workflow. */
export class RecoveryFunction extends BundledFunction {
  constructor(
    scope: Construct,
    { resources, folder, description, environment, timeoutSeconds }: RecoveryFunctionProps,
  ) {
    super(scope, folder.charAt(0).toUpperCase() + folder.slice(1), {
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

  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ): this {
    this.function.addToRolePolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
    return this;
  }
}

/** A condition: the items of the lock table that say whether a failover is under way, and which region serves. */
export const FAILOVER_ITEMS = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [LOCK_KEY, TRAFFIC_KEY] },
} as const;

/** ARNs of the standby region, where the recovery stack lives and works. */
export function arnsOf(scope: Construct) {
  const { region, account } = Stack.of(scope);
  return {
    rds: (kind: 'cluster' | 'cluster-pg' | 'cluster-snapshot' | 'db' | 'og' | 'pg' | 'subgrp', name: string) =>
      `arn:aws:rds:${region}:${account}:${kind}:${name}`,
    parameter: (name: string) => `arn:aws:ssm:${region}:${account}:parameter${name}`,
    role: (name: string) => `arn:aws:iam::${account}:role/${name}`,
    stack: (name: string) => `arn:aws:cloudformation:${region}:${account}:stack/${name}/*`,
    keys: `arn:aws:kms:${region}:${account}:key/*`,
    managedSecrets: `arn:aws:secretsmanager:${region}:${account}:secret:rds!cluster-*`,
  };
}
