import { AwsError, type Caller } from '../../service';
import type { World } from '../../world';
import { checkResourcePolicy, principalArnOf } from '../resource-denial';
import { allowsCaller } from '../resource-policy';
import type { KmsKey } from './key';

/**
 * What the key's own policy denies.
 * @throws AwsError AccessDeniedException
 */
export function checkKeyPolicy(world: World, key: KmsKey, caller: Caller, action: string): void {
  checkResourcePolicy(world, key.policy, caller, { action, resource: key.arn }, 'kms');
}

/**
 * Who puts a policy must be allowed by it to put the next one, unless the check is bypassed (KMS API Reference,
 * PutKeyPolicy; the text: https://repost.aws/knowledge-center/update-key-policy-future).
 * @throws AwsError MalformedPolicyDocumentException
 */
export function checkLockout(
  world: World,
  policy: unknown,
  caller: Caller,
  { isBypassed }: { readonly isBypassed: boolean },
): void {
  if (isBypassed || policy === undefined || caller.kind === 'service') return;
  const principalArn = principalArnOf(world, caller);
  if (allowsCaller(policy, { principalArn, action: 'kms:PutKeyPolicy', resource: '*' })) return;
  throw new AwsError(
    'MalformedPolicyDocumentException',
    'The new key policy will not allow you to update the key policy in the future.',
  );
}
