import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../config';
import { namesOf } from '../names';
import { alarmAboveZero } from './alarm-above-zero';
import { backupAlarms, failedJobs, failureAlarm } from './backup-signals';
import type { BundledFunction } from './bundled-function';
import { undeliveredSignals } from './undelivered-signals';
import { functionArns, workflowDefinition } from './workflow-definition';

export interface BackupFailureNotificationProps {
  readonly config: Config;
  /** By state name. */
  readonly functions: Readonly<Record<'AssessBackupFailure', BundledFunction>>;
  readonly evidenceBucket: IBucket;
  readonly topic: ITopic;
}

/** From a failed backup, copy or alarm of either region to a person who knows what it exposes. */
export class BackupFailureNotification extends Construct {
  readonly stateMachine: StateMachine;
  /** Events of which the workflow could not be started. */
  readonly undelivered: IQueue;

  constructor(scope: Construct, id: string, props: BackupFailureNotificationProps) {
    super(scope, id);
    const { config, topic } = props;
    this.stateMachine = workflow(this, props);
    failureAlarm(this, 'CopiesFailed', {
      config,
      alarm: 'backup-copies-failed',
      vaultName: namesOf(config).standbyVault,
    });

    const { queue: undelivered } = undeliveredSignals(this, {
      config,
      topic,
      description: 'The workflow could not be started for an event about a backup: it is in the dead-letter queue.',
    });
    this.undelivered = undelivered;
    const target = new SfnStateMachine(this.stateMachine, { deadLetterQueue: undelivered });
    // Those of the primary region arrive on the same bus.
    new Rule(this, 'FailedJobs', {
      description: 'Backups and copies that failed, in either region',
      eventPattern: failedJobs(config),
      targets: [target],
    });
    new Rule(this, 'Alarms', {
      description: 'Alarms about backups, in either region',
      eventPattern: backupAlarms(config),
      targets: [target],
    });
    new Rule(this, 'FailedExecutions', {
      description: 'The workflow that tells of failed backups failed itself',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.stateMachine.stateMachineArn],
        },
      },
      targets: [new SnsTopic(topic, { message: RuleTargetInput.fromEventPath('$.detail') })],
    });
    alarmAboveZero(this, 'NotToldAlarm', {
      topic,
      name: `${config.name}-untold-backup-failure`,
      description: 'A notification about a failed backup could not be sent: read the evidence under backup-failures/.',
      metric: new Metric({
        namespace: namesOf(config).metric.namespace,
        metricName: 'BackupNotificationFailed',
        dimensionsMap: { Workload: config.name },
        statistic: 'Maximum',
        period: Duration.minutes(5),
      }),
    });
  }
}

function workflow(scope: Construct, { config, functions, evidenceBucket, topic }: BackupFailureNotificationProps) {
  const { backupFailureStateMachine: stateMachineName, metric } = namesOf(config);
  const { region, account } = Stack.of(scope);
  const role = new Role(scope, 'Role', {
    description: 'The workflow of backup failures: asks the function, tells people, leaves the evidence',
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    inlinePolicies: {
      workflow: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: ['lambda:InvokeFunction'],
            resources: Object.values(functions).map(({ function: target }) => target.functionArn),
          }),
          new PolicyStatement({
            actions: ['events:PutEvents'],
            resources: [`arn:aws:events:${region}:${account}:event-bus/default`],
            conditions: { StringEquals: { 'events:source': 'pilot-light.backup' } },
          }),
          // One object an execution.
          new PolicyStatement({
            actions: ['s3:PutObject'],
            resources: [evidenceBucket.arnForObjects('backup-failures/*')],
          }),
          // Metrics have no ARN; the namespace is what can be held to.
          new PolicyStatement({
            actions: ['cloudwatch:PutMetricData'],
            resources: ['*'],
            conditions: { StringEquals: { 'cloudwatch:namespace': metric.namespace } },
          }),
          new PolicyStatement({ actions: ['sns:Publish'], resources: [topic.topicArn] }),
        ],
      }),
    },
  });
  const logs = new LogGroup(scope, 'Logs', {
    logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
    retention: RetentionDays.ONE_YEAR,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  return new StateMachine(scope, 'StateMachine', {
    stateMachineName,
    ...workflowDefinition('backup-failure-notification', {
      ...functionArns(functions),
      EvidenceBucketName: evidenceBucket.bucketName,
      TopicArn: topic.topicArn,
      WorkloadName: config.name,
      StandbyRegion: region,
      Runbook: 'docs/RUNBOOK_DR.md, section: A backup or a copy failed',
    }),
    role,
    logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: true },
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
