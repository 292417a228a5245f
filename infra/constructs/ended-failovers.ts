import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { EndFailover } from './functions/end-failover';
import type { RecoveryResources } from './functions/recovery-function';
import type { RegionalFailover } from './regional-failover';

export interface EndedFailoversProps {
  readonly resources: RecoveryResources;
  readonly failover: RegionalFailover;
}

/**
 * Frees what an execution of the failover held, however it ended: one that is stopped or times out cannot do it itself, and
 * one that fails while the table does not answer could not.
 */
export class EndedFailovers extends Construct {
  readonly function: EndFailover;

  constructor(scope: Construct, id: string, { resources, failover }: EndedFailoversProps) {
    super(scope, id);
    this.function = new EndFailover(this, 'EndFailover', resources);
    new Rule(this, 'Ended', {
      description: 'An execution of the failover has ended: its lock is free',
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [failover.stateMachine.stateMachineArn],
        },
      },
      targets: [
        new LambdaFunction(this.function.function, {
          event: RuleTargetInput.fromObject({
            action: 'executionEnded',
            executionArn: EventField.fromPath('$.detail.executionArn'),
          }),
        }),
      ],
    });
  }
}
