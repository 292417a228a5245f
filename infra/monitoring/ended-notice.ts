import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { Config } from '../config/schema';

/**
 * What the rule on executions that have ended says of one: most have notified already; one that was stopped, or could
 * not, has not.
 * @param what `the failover`
 */
export function endedNotice({ name, standbyRegion }: Config, what: string): RuleTargetInput {
  return RuleTargetInput.fromText(
    `${name}: ${what} ended as ${EventField.fromPath('$.detail.status')}. ` +
      'If no mail before this one says why, nobody was notified of what it was about. Read it: ' +
      `aws stepfunctions describe-execution --region ${standbyRegion} --execution-arn ${EventField.fromPath('$.detail.executionArn')}`,
  );
}
