import { Duration, TimeZone } from 'aws-cdk-lib';
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { deadLetterQueue } from '../factories/dead-letter-queue';
import { waitingMessagesAlarm } from '../factories/waiting-messages-alarm';
import { namesOf } from '../names';
import type { RegionalFailover } from './regional-failover';

export interface DrillScheduleProps {
  readonly config: Config;
  /** As the configuration has it. */
  readonly schedule: string;
  readonly failover: RegionalFailover;
  readonly topic: ITopic;
}

/** The drills that run by themselves: the schedule, when it was turned on, and what could not be started. */
export class DrillSchedule extends Construct {
  constructor(scope: Construct, id: string, { config, schedule, failover, topic }: DrillScheduleProps) {
    super(scope, id);
    const { timeZone, holdMinutes } = config.drill;
    const { drillSchedule, parameters } = namesOf(config);
    // A StartDate would be another one in each synthesis. CloudFormation writes this once, and it is gone with the schedule.
    const turnedOn = new StringParameter(this, 'TurnedOn', {
      parameterName: parameters.drillSchedule,
      description: 'Drills were turned on when this was written: none runs by itself in the two weeks after',
      stringValue: drillSchedule,
    });
    const queueName = `${config.name}-drill-not-started`;
    const notStarted = deadLetterQueue(this, 'NotStarted', { queueName });
    const drills = new Schedule(this, 'Schedule', {
      scheduleName: drillSchedule,
      description: 'Brings the workload up in this region, tests it, and takes it down again; traffic stays',
      schedule: ScheduleExpression.expression(schedule, TimeZone.of(timeZone)),
      target: new StepFunctionsStartExecution(failover.stateMachine, {
        input: ScheduleTargetInput.fromObject({
          mode: 'drill',
          requestedBy: 'the schedule',
          reason: 'the regular drill',
          scheduledTime: ContextAttribute.scheduledTime,
          ...(holdMinutes === 0 ? {} : { holdMinutes }),
        }),
        // As a validation's: Scheduler's own default goes on trying for 24 hours.
        maxEventAge: Duration.hours(1),
        retryAttempts: 10,
        deadLetterQueue: notStarted,
      }),
    });
    drills.node.addDependency(turnedOn);
    waitingMessagesAlarm(this, 'DrillNotStarted', {
      topic,
      queue: notStarted,
      name: queueName,
      description: 'A drill was due and could not be started within an hour: why is in the queue.',
    });
  }
}
