import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { errorsOfClients, failoversOf } from '../monitoring/cluster-events';
import { endedNotice } from '../monitoring/ended-notice';
import { namesOf } from '../names';
import { serviceOfAccount } from '../permissions/service-of-account';
import { Workflow, type WorkflowResources } from './workflow';

export interface AzFailureResources extends WorkflowResources {
  /** Where an event goes for which the workflow could not be started; an alarm watches it. */
  readonly undelivered: IQueue;
}

/** From a failover of the primary cluster, or a writer that does not answer, to a person who knows who writes now. */
export class AzFailure extends Workflow {
  constructor(scope: Construct, id: string, resources: AzFailureResources) {
    const { config, topic, undelivered } = resources;
    super(scope, id, {
      resources,
      file: 'az-failure',
      stateMachineName: namesOf(config).azFailureStateMachine,
      description: 'The workflow of a lost zone: asks the function, notifies people, leaves the evidence',
      evidencePrefix: 'az-failures',
      substitutions: { DeadlineHours: String(config.recovery.deadlineHours) },
    });
    const target = new SfnStateMachine(this.stateMachine, {
      deadLetterQueue: undelivered,
      role: new Role(this, 'EventsRole', { assumedBy: serviceOfAccount(this, 'events') }),
    });
    new Rule(this, 'Failovers', {
      description: 'Failovers within the primary cluster, sent on from its region',
      eventPattern: failoversOf(config),
      targets: [target],
    });
    new Rule(this, 'ErrorsOfClients', {
      description: 'The alarm on server errors in the primary region, sent on from there',
      eventPattern: errorsOfClients(config),
      targets: [target],
    });
    new Rule(this, 'FailedExecutions', {
      description: 'A failover of the primary cluster could not be assessed, or not be notified',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [this.stateMachine.stateMachineArn],
        },
      },
      targets: [new SnsTopic(topic, { message: endedNotice(config, 'the workflow of a lost zone') })],
    });
  }
}
