import { RemovalPolicy, Tags } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Config } from '../config/schema';
import { namesOf, WORKLOAD_TAG } from '../names';

export interface ProtectedKeyProps {
  readonly config: Config;
  readonly description: string;
  readonly alias?: string;
}

/** What makes the data under a key unreadable, or lets somebody do that next. */
export const KEY_PROTECTED_FROM = ['kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion'];

/**
 * A key that only the break-glass role may disable, schedule for deletion or give another policy: without its key a
 * recovery point is lost, whatever its vault forbids. KMS refuses a policy that its maker could not replace, unless it
 * is told to go without that check (KMS API Reference, CreateKey, BypassPolicyLockoutSafetyCheck). CloudFormation could
 * not delete the key in a roll-back either, so it is retained there, too; CloudFormation puts the policy again only where
 * the template's has changed (handler of AWS::KMS::Key,
 * https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-kms).
 */
export function protectedKey(scope: Construct, id: string, { config, description, alias }: ProtectedKeyProps): Key {
  const key = new Key(scope, id, {
    description,
    alias,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OnlyTheBreakGlassRoleTakesTheKeyAway',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: KEY_PROTECTED_FROM,
      resources: ['*'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': namesOf(config).breakGlassRoleArn } },
    }),
  );
  Tags.of(key).add(WORKLOAD_TAG, config.name);
  if (!(key.node.defaultChild instanceof CfnKey)) throw new Error(`${key.node.path} has no resource of its own`);
  key.node.defaultChild.bypassPolicyLockoutSafetyCheck = true;
  return key;
}
