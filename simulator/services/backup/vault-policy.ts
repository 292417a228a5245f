import type { AwsError } from '../../service';
import { accessDenied } from '../iam/access-denied';
import type { Access, Caller } from '../../service';
import type { World } from '../../world';
import { deniesCaller } from '../resource-policy';
import type { Vault } from './model';

/**
 * What a vault's access policy denies to who calls the API of AWS Backup. AWS Backup's own doings, such as expiry, are no
 * calls: no policy stops them (AWS Backup Developer Guide, Vault access policies).
 * @throws AwsError AccessDeniedException
 */
export function checkVaultPolicy(world: World, vault: Vault, caller: Caller, access: Access): void {
  if (vault.accessPolicy === undefined || caller.kind === 'service') return;
  // Who sits at the keyboard is an administrator of the account: a role like any other to a resource's policy.
  const principalArn = caller.kind === 'role' ? caller.roleArn : `arn:aws:iam::${world.accountId}:role/operator`;
  const { action, resource } = access;
  if (!deniesCaller(vault.accessPolicy, { principalArn, action, resource })) return;
  throw refusal(caller.kind === 'role' ? world.iam.sessionArn(caller) : principalArn, access);
}

function refusal(who: string, { action, resource }: Access): AwsError {
  return accessDenied(
    'backup',
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a resource-based policy`,
  );
}
