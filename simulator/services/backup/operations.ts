import type * as client from '@aws-sdk/client-backup';
import type { Operations } from '../../service';
import type { Region } from '../../world';
import { accountOperations } from './account-operations';
import type { Backup } from './backup';
import { jobOperations } from './job-operations';
import { vaultOperations } from './vault-operations';

export function operationsOf(backup: Backup, region: Region): Operations<typeof client> {
  return {
    ...accountOperations(backup),
    ...vaultOperations(backup),
    ...jobOperations(backup, region),
    ...backup.restoreTests.operations,
  };
}
