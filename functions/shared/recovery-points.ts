import { type BackupClient, ListRecoveryPointsByBackupVaultCommand } from '@aws-sdk/client-backup';
import { InvariantViolationError } from './errors';

export interface VaultPoint {
  readonly arn: string;
  readonly createdAtMs: number;
}

/** A recovery point of any status, as a vault lists it. */
export interface ListedPoint extends VaultPoint {
  readonly status: string;
  readonly completedAtMs: number | undefined;
}

const DAY_MS = 86_400_000;
/** How far back to look, in turn: as a rule the first answers with one page, however much the vault holds. */
const WINDOWS_MS: readonly (number | undefined)[] = [DAY_MS, 14 * DAY_MS, undefined];
const PAGE_SIZE = 1000;
const MOST_PAGES = 100;
/** COMPLETED and AVAILABLE both mean that it can be restored (AWS Backup API, RecoveryPointByBackupVault.Status). */
const USABLE_STATUSES: readonly string[] = ['COMPLETED', 'AVAILABLE'];

/** The newest cluster snapshot of a vault that can be restored, by its CreationDate; undefined when there is none. */
export async function newestUsable(
  client: BackupClient,
  vaultName: string,
  clusterArn: string,
  nowMs: number,
): Promise<ListedPoint | undefined> {
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
): Promise<ListedPoint | undefined> {
  return newestOf(await listPoints(client, vaultName, clusterArn, createdAfter));
}

/** The newest that can be restored; undefined when none can. */
export function newestOf(points: readonly ListedPoint[]): ListedPoint | undefined {
  let newest: ListedPoint | undefined;
  for (const point of points) {
    if (isUsable(point) && point.createdAtMs > (newest?.createdAtMs ?? 0)) newest = point;
  }
  return newest;
}

export function isUsable(point: ListedPoint): boolean {
  // A continuous recovery point is no snapshot: nothing can be restored from it in another region.
  return point.arn.includes(':cluster-snapshot:') && isComplete(point);
}

export function isComplete({ status }: ListedPoint): boolean {
  return USABLE_STATUSES.includes(status);
}

/** Whether it is the one recovery point of a rule with continuous backup on (AWS Backup Developer Guide, Aurora PITR). */
export function isContinuous(arn: string | undefined): boolean {
  return arn?.includes(':recovery-point:continuous:') === true;
}

/** The recovery points of a cluster in a vault that were created since then, in no order. */
export async function listPoints(
  client: BackupClient,
  vaultName: string,
  clusterArn: string,
  createdAfter: Date | undefined,
): Promise<readonly ListedPoint[]> {
  const points: ListedPoint[] = [];
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
    for (const { RecoveryPointArn: arn, Status, CreationDate, CompletionDate } of answer.RecoveryPoints ?? []) {
      if (arn === undefined || CreationDate === undefined) continue;
      const completedAtMs = CompletionDate?.getTime();
      points.push({ arn, createdAtMs: CreationDate.getTime(), status: Status ?? 'unknown', completedAtMs });
    }
    nextToken = answer.NextToken;
    if (!nextToken) return points;
  }
  throw new InvariantViolationError(`${vaultName} lists more than ${MOST_PAGES} pages of recovery points`);
}
