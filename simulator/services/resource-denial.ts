import type { Access, Caller } from '../service';
import type { World } from '../world';
import { accessDenied } from './iam/access-denied';
import { deniesCaller } from './resource-policy';

/**
 * What the policy of a resource denies to who calls the API of its service.
 * @throws AwsError in the words and with the code of the service
 */
export function checkResourcePolicy(
  world: World,
  policy: unknown,
  caller: Caller,
  access: Access,
  signingName: string,
): void {
  if (policy === undefined || caller.kind === 'service') return;
  const principalArn = principalArnOf(world, caller);
  const { action, resource } = access;
  if (!deniesCaller(policy, { principalArn, action, resource })) return;
  throw accessDenied(
    signingName,
    `User: ${callerArn(world, caller)} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a resource-based policy`,
  );
}

/** Who sits at the keyboard is an administrator of the account: a role like any other to a resource's policy. */
export function principalArnOf(world: World, caller: Caller): string {
  return caller.kind === 'role' ? caller.roleArn : `arn:aws:iam::${world.accountId}:role/operator`;
}

/** As messages and CloudTrail name who calls. */
export function callerArn(world: World, caller: Caller): string {
  return caller.kind === 'role' ? world.iam.sessionArn(caller) : principalArnOf(world, caller);
}
