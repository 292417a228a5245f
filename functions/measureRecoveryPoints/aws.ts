import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientSettings, currentRegion, lazy, primaryClientSettings } from '../shared/clients';
import { whySuspended } from '../shared/primary';
import { listRecent } from '../shared/recovery-point-vault';
import type { RecoveryPoint, UsePolicy } from '../shared/recovery-points';

export interface Vaults {
  /** The points of a vault since then, and the newest usable one if it is older. */
  points(region: string, vaultName: string, policy: UsePolicy, sinceMs: number): Promise<readonly RecoveryPoint[]>;
  /** Why the primary region is not to be called now. */
  whySuspended(lockTableName: string): Promise<string | undefined>;
}

const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
const clients = new Map<string, BackupClient>();

export const aws: Vaults = {
  points: (region, vaultName, policy, sinceMs) => listRecent(backup(region), vaultName, policy, sinceMs),
  whySuspended: (lockTableName) => whySuspended({ dynamoDb: dynamoDb(), states: states() }, lockTableName),
};

function backup(region: string): BackupClient {
  const made =
    clients.get(region) ??
    new BackupClient(region === currentRegion() ? clientSettings() : primaryClientSettings(region));
  clients.set(region, made);
  return made;
}
