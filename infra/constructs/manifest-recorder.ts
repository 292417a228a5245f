import { Duration } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type * as z from 'zod';
import type { Environment } from '../../functions/recordManifest/contract';
import type { Hashing } from '../../functions/shared/content-limits';
import { type Bundles, bundleOf, workloadBuild } from '../bundle';
import type { Config } from '../config/schema';
import { missingManifestAlarm } from '../factories/missing-manifest-alarm';
import { namesOf } from '../names';
import { grant, wildcard } from '../permissions/permission';
import { OWN_PREFIX } from '../permissions/reasons';
import { BundledFunction } from './bundled-function';

export interface ManifestRecorderProps {
  readonly config: Config;
  readonly bundles: Bundles;
  readonly clusterArn: string;
  readonly secretArn: string;
  /** The bucket whose objects are replicated to the standby region. */
  readonly bucket: IBucket;
  /** Whom the alarm notifies when no manifest is recorded. */
  readonly topic: ITopic;
}

function hashingOf({ hashContents: when, schedule, timeZone }: Config['validation']): Hashing {
  return when === 'scheduled' ? { when, schedule, timeZone } : { when };
}

/** Writes down every hour, in the primary region, what the database holds: what a restored one is measured against. */
export class ManifestRecorder extends Construct {
  readonly alarm: IAlarm;

  constructor(scope: Construct, id: string, props: ManifestRecorderProps) {
    super(scope, id);
    const { config, clusterArn, secretArn, bucket } = props;
    const { validation } = config;
    const names = namesOf(config);
    const environment: z.input<typeof Environment> = {
      WORKLOAD_NAME: config.name,
      CLUSTER_ARN: clusterArn,
      SECRET_ARN: secretArn,
      DATABASE_NAME: config.cluster.databaseName,
      READER_ROLE: validation.readerRole,
      STATEMENT_TIMEOUT_SECONDS: String(validation.statementTimeoutSeconds),
      EXACT_COUNT_LIMIT: String(validation.exactCountLimit),
      HEARTBEAT: JSON.stringify(
        validation.heartbeat === null
          ? null
          : { table: validation.heartbeat.table, column: validation.heartbeat.column },
      ),
      HASHING: JSON.stringify(hashingOf(validation)),
      ...(config.workload.kind === 'reference' ? { WORKLOAD_BUILD: workloadBuild(props.bundles) } : {}),
      BUCKET_NAME: bucket.bucketName,
      KEY_PREFIX: names.manifestPrefix,
    };
    const recorder = new BundledFunction(this, 'RecordManifest', {
      functionName: names.functionName('recordManifest'),
      description: 'Writes down what the database holds, for the validation of its backups',
      bundle: bundleOf(props.bundles, 'functions/recordManifest/handler.ts'),
      timeout: Duration.minutes(5),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: 'recordManifest',
        POWERTOOLS_METRICS_NAMESPACE: names.metric.namespace,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
    });
    grant(
      recorder.role,
      // No commit: what it asks, it asks in transactions that are rolled back.
      {
        actions: ['rds-data:BeginTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
        resources: [clusterArn],
      },
      { actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] },
      {
        actions: ['s3:PutObject'],
        resources: [wildcard(bucket.arnForObjects(`${names.manifestPrefix}*`), OWN_PREFIX)],
      },
    );

    new Rule(this, 'Hourly', {
      description: 'What the database holds, on the hour: just before the hourly backup begins',
      schedule: Schedule.cron({ minute: '0' }),
      targets: [new LambdaFunction(recorder.function, { maxEventAge: Duration.minutes(30), retryAttempts: 2 })],
    });
    this.alarm = missingManifestAlarm(this, 'Missing', { config, topic: props.topic });
  }
}
