import { type BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { InvariantViolationError } from './errors';

export interface VaultPoint {
  readonly arn: string;
  readonly createdAtMs: number;
}

const DAY_MS = 86_400_000;
/** How far back to look, in turn: as a rule the first answers with one page, however much the vault holds. */
const WINDOWS_MS: readonly (number | undefined)[] = [DAY_MS, 14 * DAY_MS, undefined];
const PAGE_SIZE = 1000;
const MOST_PAGES = 100;
/** COMPLETED and AVAILABLE both mean that it can be restored (AWS Backup API, RecoveryPointByBackupVault.Status). */
const USABLE_STATUSES: readonly (string | undefined)[] = ['COMPLETED', 'AVAILABLE'];

/** The newest cluster snapshot of a vault that can be restored, by its CreationDate; undefined when there is none. */
export async function newestUsable(
  client: BackupClient,
  vaultName: string,
  clusterArn: string,
  nowMs: number,
): Promise<VaultPoint | undefined> {
  for (const windowMs of WINDOWS_MS) {
    const createdAfter = windowMs === undefined ? undefined : new Date(nowMs - windowMs);
    const newest = await newestSince(client, vaultName, clusterArn, createdAfter);
    if (newest !== undefined) return newest;
  }
  return undefined;
}

async function newestSince(
  client: BackupClient,
  vaultName: string,
  clusterArn: string,
  createdAfter: Date | undefined,
): Promise<VaultPoint | undefined> {
  let newest: VaultPoint | undefined;
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.send(
      new ListRecoveryPointsByBackupVaultCommand({
        BackupVaultName: vaultName,
        ByResourceArn: clusterArn,
        ByCreatedAfter: createdAfter,
        MaxResults: PAGE_SIZE,
        NextToken: nextToken,
      }),
    );
    for (const { RecoveryPointArn: arn, Status, CreationDate } of answer.RecoveryPoints ?? []) {
      // A continuous recovery point is no snapshot: nothing can be restored from it in another region.
      if (arn?.includes(':cluster-snapshot:') !== true || !USABLE_STATUSES.includes(Status)) continue;
      const createdAtMs = CreationDate?.getTime();
      if (createdAtMs !== undefined && createdAtMs > (newest?.createdAtMs ?? 0)) newest = { arn, createdAtMs };
    }
    nextToken = answer.NextToken;
    if (!nextToken) return newest;
  }
  throw new InvariantViolationError(`${vaultName} lists more than ${MOST_PAGES} pages of recovery points`);
}
