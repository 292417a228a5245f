import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { alarmAboveZero } from '../factories/alarm-above-zero';
import { backupFailureAlarm } from '../factories/backup-failure-alarm';
import { deadLetterQueue } from '../factories/dead-letter-queue';
import { endedNotice } from '../monitoring/ended-notice';
import { waitingMessagesAlarm } from '../factories/waiting-messages-alarm';
import { backupAlarms, failedJobs } from '../monitoring/backup-events';
import { newestRecords } from '../monitoring/newest-records';
import { namesOf } from '../names';
import { Workflow, type WorkflowResources } from './workflow';
import { serviceOfAccount } from '../permissions/service-of-account';

/** From a failed backup, copy or alarm of either region to a person who knows what it exposes. */
export class BackupFailureNotification extends Workflow {
  /** Events for which a workflow could not be started. */
  readonly undelivered: IQueue;

  constructor(scope: Construct, id: string, resources: WorkflowResources) {
    const { config, topic } = resources;
    super(scope, id, {
      resources,
      file: 'backup-failure-notification',
      stateMachineName: namesOf(config).backupFailureStateMachine,
      description: 'The workflow of backup failures: asks the function, notifies people, leaves the evidence',
      evidencePrefix: 'backup-failures',
      permissions: [
        {
          actions: ['events:PutEvents'],
          resources: [namesOf(config).standbyBusArn],
          conditions: { StringEquals: { 'events:source': 'pilot-light.backup' } },
        },
        // By its name: a state machine that refers to itself would be a circle.
        { actions: ['states:ListExecutions'], resources: [namesOf(config).backupFailureStateMachineArn] },
      ],
      substitutions: {
        Runbook: 'docs/RUNBOOK_DR.md, section: A backup or a copy failed',
        StandbyVaultName: namesOf(config).standbyVault,
        DeadlineHours: String(config.recovery.deadlineHours),
      },
    });
    backupFailureAlarm(this, 'CopiesFailed', {
      config,
      alarm: 'backup-copies-failed',
      vaultName: namesOf(config).standbyVault,
    });

    this.undelivered = deadLetterQueue(this, 'Undelivered', {});
    waitingMessagesAlarm(this, 'UndeliveredAlarm', {
      topic,
      queue: this.undelivered,
      name: `${config.name}-undelivered-backup-signals`,
      description:
        'No workflow could be started for an event about a backup or a failover of the cluster: it is in the dead-letter queue.',
    });
    const target = new SfnStateMachine(this.stateMachine, {
      deadLetterQueue: this.undelivered,
      role: new Role(this, 'EventsRole', { assumedBy: serviceOfAccount(this, 'events') }),
    });
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
      description: 'The workflow that notifies of failed backups failed itself',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.stateMachine.stateMachineArn],
        },
      },
      targets: [new SnsTopic(topic, { message: endedNotice(config, 'the workflow of backup failures') })],
    });
    alarmAboveZero(this, 'NotToldAlarm', {
      topic,
      name: `${config.name}-untold-backup-failure`,
      description:
        'A mail about a failed backup could not be sent, or may not have arrived: the newest record of the backups says which.',
      first: newestRecords(config, 'backup-failures/'),
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
