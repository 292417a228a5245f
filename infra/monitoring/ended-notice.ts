import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config/schema';

/**
 * What the rule on executions that have ended says of one: most have notified already; one that was stopped, or could
 * not, has not. EventBridge publishes text as JSON, in quotes, and without a subject: the mail's is "AWS Notification
 * Message" (EventBridge User Guide, "Amazon EventBridge input transformation":
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html). Each line has quotes of its
 * own, so that the command can be copied between them.
 * @param what `the failover`
 */
export function endedNotice({ name, standbyRegion }: Config, what: string): RuleTargetInput {
  const status = EventField.fromPath('$.detail.status');
  const executionArn = EventField.fromPath('$.detail.executionArn');
  return RuleTargetInput.fromMultilineText(
    [
      `${name}: ${what} ended as ${status}.`,
      'A mail before this one says why, and then this one needs nothing. Without one nobody was notified: read it.',
      `aws stepfunctions describe-execution --region ${standbyRegion} --execution-arn ${executionArn}`,
    ].join('\n'),
  );
}
