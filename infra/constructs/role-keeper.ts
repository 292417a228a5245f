import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../functions/ensureRoles/contract';
import { type Bundles, bundleOf } from '../bundle';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { grant } from '../permissions/permission';
import { BundledFunction } from './bundled-function';

export interface RoleKeeperProps {
  readonly config: Config;
  readonly bundles: Bundles;
}

/**
 * Makes the roles that log in to the primary database, and gives them the passwords of their secrets. Only SQL can, and
 * CloudFormation has none: so it is done when a person asks for it, and every hour where nobody has.
 */
export class RoleKeeper extends Construct {
  readonly functionName: string;

  constructor(scope: Construct, id: string, { config, bundles }: RoleKeeperProps) {
    super(scope, id);
    const names = namesOf(config);
    const { secret } = arnsOf(config, config.primaryRegion);
    const environment: z.input<typeof Environment> = {
      CLUSTER_ARN: names.primaryClusterArn,
      DATABASE_NAME: config.cluster.databaseName,
      MASTER_SECRET_NAME: names.secrets.master,
      APPLICATION_SECRET_NAME: names.secrets.application,
      READER_SECRET_NAME: names.readerSecret,
    };
    const keeper = new BundledFunction(this, 'EnsureRoles', {
      functionName: names.functionName('ensureRoles'),
      description: 'Makes the roles that log in to the database, with the passwords of their secrets',
      bundle: bundleOf(bundles, 'functions/ensureRoles/handler.ts'),
      timeout: Duration.minutes(5),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: 'ensureRoles',
        POWERTOOLS_METRICS_NAMESPACE: names.metric.namespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    this.functionName = keeper.function.functionName;
    grant(
      keeper.role,
      { actions: ['rds-data:ExecuteStatement'], resources: [names.primaryClusterArn] },
      {
        actions: ['secretsmanager:GetSecretValue'],
        resources: [names.secrets.master, names.secrets.application, names.readerSecret].map(secret),
      },
    );
    // Before the manifest of the hour, which the reader takes.
    new Rule(this, 'Hourly', {
      description: 'The roles of the database, before its manifest is recorded',
      schedule: Schedule.cron({ minute: '50' }),
      targets: [new LambdaFunction(keeper.function, { maxEventAge: Duration.minutes(30), retryAttempts: 2 })],
    });
  }
}
