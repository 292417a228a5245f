import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { Construct } from 'constructs';
import { endedNotice } from '../monitoring/ended-notice';
import { namesOf } from '../names';
import { type LockingWorkflowResources, Workflow } from './workflow';

/** What the workflow reports by itself, as errors of its executions; anything else ended without a word. */
const REPORTED = ['CorruptionRecoveryFailed', 'FencedOutError', 'InvalidRequestError', 'UnsafeToProceedError'];

/** Brings back what was deleted or changed by mistake: `statemachines/corruption-recovery.asl.json`. A person starts it. */
export class CorruptionRecovery extends Workflow {
  constructor(scope: Construct, id: string, resources: LockingWorkflowResources) {
    const { config, topic } = resources;
    super(scope, id, {
      resources,
      file: 'corruption-recovery',
      stateMachineName: namesOf(config).corruptionStateMachine,
      description: 'The recovery from damaged data: restores beside the live cluster, compares, asks, brings rows back',
      lockTable: resources.lockTable,
      evidencePrefix: 'corruption',
      substitutions: {
        DeadlineHours: String(config.recovery.deadlineHours),
        ApprovalTimeoutMinutes: String(config.recovery.approvalTimeoutMinutes),
        // Data: by it the machine knows that the region does not answer.
        PrimaryRegion: config.primaryRegion,
      },
    });
    const source = ['aws.states'];
    const detailType = ['Step Functions Execution Status Change'];
    const stateMachineArn = [this.stateMachine.stateMachineArn];
    const message = endedNotice(config, 'a recovery from damaged data');
    new Rule(this, 'Stopped', {
      description: 'A recovery from damaged data was aborted or timed out',
      eventPattern: { source, detailType, detail: { status: ['TIMED_OUT', 'ABORTED'], stateMachineArn } },
      targets: [new SnsTopic(topic, { message })],
    });
    new Rule(this, 'Broken', {
      description: 'A recovery from damaged data failed with an error that it did not report itself',
      eventPattern: {
        source,
        detailType,
        detail: { status: ['FAILED'], stateMachineArn, error: Match.anythingBut(...REPORTED) },
      },
      targets: [new SnsTopic(topic, { message })],
    });
  }
}
