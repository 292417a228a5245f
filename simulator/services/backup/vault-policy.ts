import type { Access, Caller } from '../../service';
import type { World } from '../../world';
import { checkResourcePolicy } from '../resource-denial';
import type { Vault } from './model';

/**
 * What a vault's access policy denies to who calls the API of AWS Backup. AWS Backup's own doings, such as expiry, are no
 * calls: no policy stops them (AWS Backup Developer Guide, Vault access policies).
 * @throws AwsError AccessDeniedException
 */
export function checkVaultPolicy(world: World, vault: Vault, caller: Caller, access: Access): void {
  checkResourcePolicy(world, vault.accessPolicy, caller, access, 'backup');
}
