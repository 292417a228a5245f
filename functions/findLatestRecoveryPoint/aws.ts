import { BackupClient } from '@aws-sdk/client-backup';
import { clientSettings, lazy } from '../shared/clients';
import {
  describeRecoveryPoint,
  type ListWindow,
  listWindows,
  type VaultOfCluster,
} from '../shared/recovery-point-vault';
import type { RecoveryPoint } from '../shared/recovery-points';

export interface StandbyVault {
  list(vault: VaultOfCluster): ListWindow;
  describe(vaultName: string, recoveryPointArn: string): Promise<RecoveryPoint | undefined>;
}

const backup = lazy(() => new BackupClient(clientSettings()));

export const aws: StandbyVault = {
  list: (vault) => listWindows(backup(), vault),
  describe: (vaultName, recoveryPointArn) => describeRecoveryPoint(backup(), vaultName, recoveryPointArn),
};
