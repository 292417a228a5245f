import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { KEY_PROTECTED_FROM } from '../factories/protected-key';

export interface KeyAttemptsProps {
  readonly config: Config;
  /** Of this region. */
  readonly keys: readonly IKey[];
  readonly topic: ITopic;
}

/**
 * Tells of every attempt to take a key away, refused or not. EventBridge has such calls from CloudTrail, where the account
 * has a trail for management events in this region (EventBridge User Guide, "AWS service events delivered via AWS
 * CloudTrail"). A call that was done names the key among its resources (KMS Developer Guide, "ScheduleKeyDeletion"
 * CloudTrail entries), one that was refused in its message.
 */
export class KeyAttempts extends Construct {
  constructor(scope: Construct, id: string, { config, keys, topic }: KeyAttemptsProps) {
    super(scope, id);
    const arns = keys.map(({ keyArn }) => keyArn);
    new Rule(this, 'Rule', {
      description:
        'Somebody tried to disable a key of the backups, to schedule it for deletion, or to give it a policy',
      eventPattern: {
        source: ['aws.kms'],
        detailType: ['AWS API Call via CloudTrail'],
        detail: {
          eventSource: ['kms.amazonaws.com'],
          eventName: KEY_PROTECTED_FROM.map((action) => action.replace('kms:', '')),
          $or: [{ resources: { ARN: arns } }, { errorMessage: arns.map((arn) => ({ wildcard: `*${arn}*` })) }],
        },
      },
      targets: [new SnsTopic(topic, { message: attemptNotice(config) })],
    });
  }
}

/** EventBridge leaves a field out that the event does not have: of a call that was done there is no error. */
function attemptNotice({ name }: Config): RuleTargetInput {
  const [call, who, when, error] = ['eventName', 'userIdentity.arn', 'eventTime', 'errorMessage'].map((field) =>
    EventField.fromPath(`$.detail.${field}`),
  );
  return RuleTargetInput.fromMultilineText(
    [
      `${name}: ${call} was called on a key that backups are encrypted with.`,
      `By ${who} at ${when}. Refused, unless nothing follows here: ${error}`,
      'If this was not planned: RUNBOOK_DR.md, "Somebody tried to take a key away".',
    ].join('\n'),
  );
}
