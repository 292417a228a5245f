import type * as client from '@aws-sdk/client-backup';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { accountOperations } from './account-operations';
import { jobOperations } from './job-operations';
import { vaultOperations } from './vault-operations';
import type { Vaults } from './vaults';

export function operationsOf(region: Region, vaults: Vaults): Operations<typeof client> {
  return {
    ...accountOperations(region),
    ...vaultOperations(region, vaults),
    ...jobOperations(region),
  };
}
