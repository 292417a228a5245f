import { Duration, TimeZone } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { EventField, Match, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { newestRecords } from '../monitoring/newest-records';
import { namesOf } from '../names';
import { inRunbook } from '../monitoring/runbook';
import { alarmAboveZero } from '../factories/alarm-above-zero';
import { deadLetterQueue } from '../factories/dead-letter-queue';
import { endedNotice } from '../monitoring/ended-notice';
import { waitingMessagesAlarm } from '../factories/waiting-messages-alarm';
import { grant, wildcard } from '../permissions/permission';
import { NO_RESOURCE_TYPE } from '../permissions/reasons';
import { Workflow, type LockingWorkflowResources } from './workflow';
import { serviceOfAccount } from '../permissions/service-of-account';

/** What the workflow reports by itself, as errors of its executions; anything else ended without a word. */
const REPORTED = ['ValidationFailed', 'FencedOutError', 'InvalidRequestError'];

/** The monthly proof that backups restore: `statemachines/restore-validation.asl.json`, its schedule and its alarms. */
export class RestoreValidation extends Workflow {
  constructor(scope: Construct, id: string, resources: LockingWorkflowResources) {
    super(scope, id, {
      resources,
      file: 'restore-validation',
      stateMachineName: namesOf(resources.config).validationStateMachine,
      description:
        'The validation workflow: restores a backup in isolation, checks it, removes it, leaves the evidence',
      lockTable: resources.lockTable,
      evidencePrefix: 'validations',
      substitutions: {
        DeadlineHours: String(resources.config.recovery.deadlineHours),
      },
    });
    this.#schedule(resources);
    this.#restoreTests();
    this.#backstop(resources);
    this.#alarms(resources);
  }

  #schedule({ config, topic }: LockingWorkflowResources): void {
    const { schedule, timeZone } = config.validation;
    const notStarted = deadLetterQueue(this, 'NotStarted', { queueName: `${config.name}-validation-not-started` });
    new Schedule(this, 'Schedule', {
      scheduleName: namesOf(config).validationSchedule,
      description: 'Restores the newest backup, checks it and removes it again',
      schedule: ScheduleExpression.expression(schedule, TimeZone.of(timeZone)),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject({
          requestedBy: 'the schedule',
          reason: 'the regular restore validation',
        }),
        // Scheduler's own default goes on trying for 24 hours (EventBridge Scheduler User Guide, RetryPolicy).
        maxEventAge: Duration.hours(1),
        retryAttempts: 10,
        deadLetterQueue: notStarted,
      }),
    });
    waitingMessagesAlarm(this, 'ValidationNotStarted', {
      topic,
      queue: notStarted,
      name: `${config.name}-validation-not-started`,
      description: 'The restore validation was due and could not be started within an hour: why is in the queue.',
    });
  }

  /**
   * When AWS Backup's own restore testing has restored a recovery point, our checks say whether its data is right. They
   * restore it once more: what AWS Backup restores has no instance, and stands in subnets that are not ours.
   */
  #restoreTests(): void {
    new Rule(this, 'RestoreTest', {
      description: 'A restore testing plan of AWS Backup has restored a cluster: its recovery point is validated',
      eventPattern: {
        source: ['aws.backup'],
        detailType: ['Restore Job State Change'],
        detail: { status: ['COMPLETED'], resourceType: ['Aurora'], restoreTestingPlanArn: Match.exists() },
      },
      targets: [
        new SfnStateMachine(this.stateMachine, {
          input: RuleTargetInput.fromObject({
            requestedBy: 'AWS Backup restore testing',
            reason: EventField.fromPath('$.detail.restoreTestingPlanArn'),
            recoveryPointArn: EventField.fromPath('$.detail.recoveryPointArn'),
            restoreJobId: EventField.fromPath('$.detail.restoreJobId'),
          }),
          maxEventAge: Duration.hours(1),
          role: new Role(this, 'EventsRole', { assumedBy: serviceOfAccount(this, 'events') }),
        }),
      ],
    });
    grant(this.stateMachine.role, {
      actions: ['backup:PutRestoreValidationResult'],
      resources: [wildcard('*', NO_RESOURCE_TYPE)],
    });
  }

  /** A validation that ends without having told anybody is told of here; one that did is not told of twice. */
  #backstop({ config, topic }: LockingWorkflowResources): void {
    const source = ['aws.states'];
    const detailType = ['Step Functions Execution Status Change'];
    const stateMachineArn = [this.stateMachine.stateMachineArn];
    new Rule(this, 'Stopped', {
      description: 'A validation was aborted or timed out',
      eventPattern: { source, detailType, detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn } },
      targets: [new SnsTopic(topic, { message: endedNotice(config, 'a restore validation') })],
    });
    new Rule(this, 'Broken', {
      description: 'A validation failed with an error that it did not report itself',
      eventPattern: {
        source,
        detailType,
        detail: { status: ['FAILED'], stateMachineArn, error: Match.anythingBut(...REPORTED) },
      },
      targets: [new SnsTopic(topic, { message: endedNotice(config, 'a restore validation') })],
    });
  }

  #alarms({ config, topic }: LockingWorkflowResources): void {
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: namesOf(config).metric.namespace,
        metricName,
        dimensionsMap: { Workload: config.name },
        period: Duration.hours(1),
        statistic,
      });
    // For dashboards and whoever looks: the workflow's own notification has told of it already.
    new Alarm(this, 'ValidationFailed', {
      alarmName: `${config.name}-validation-failed`,
      alarmDescription: `The last restore validation failed: the evidence and the notification say why. ${inRunbook('A restore validation failed')}`,
      metric: metric('ValidationPassed', Stats.MINIMUM),
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.IGNORE,
    });
    alarmAboveZero(this, 'NotificationFailed', {
      topic,
      name: `${config.name}-notification-failed`,
      description: 'A failover, a drill or a validation could not mail its result: the newest record of all has it.',
      first: newestRecords(config, 'executions/', 'validations/'),
      metric: metric('NotificationFailed', Stats.SUM),
    });
  }
}
