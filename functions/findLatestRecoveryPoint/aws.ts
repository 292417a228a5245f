import { BackupClient } from '@aws-sdk/client-backup';
import { RDSClient } from '@aws-sdk/client-rds';
import { clientSettings, lazy } from '../shared/clients';
import { type ClusterFact, describeCluster } from '../shared/rds-facts';
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
  /** What an unfinished failover has restored. */
  cluster(identifier: string): Promise<ClusterFact | undefined>;
}

const backup = lazy(() => new BackupClient(clientSettings()));
const rds = lazy(() => new RDSClient(clientSettings()));

export const aws: StandbyVault = {
  list: (vault) => listWindows(backup(), vault),
  describe: (vaultName, recoveryPointArn) => describeRecoveryPoint(backup(), vaultName, recoveryPointArn),
  cluster: (identifier) => describeCluster(rds(), identifier),
};
