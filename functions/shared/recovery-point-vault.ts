import {
  type BackupClient,
  DescribeRecoveryPointCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import { isNamed } from './aws-errors';
import { InvariantViolationError } from './errors';
import { type CreationWindow, type Listing, newestFirst } from './newest-first';
import { type DatedRecoveryPoint, newestUsable, type RecoveryPoint, type UsePolicy } from './recovery-points';

export interface VaultOfCluster {
  readonly vaultName: string;
  readonly clusterArn: string;
}

/** Lists what was created in a window; with `isAll` however much it is, otherwise the listing may be cut short. */
export type ListWindow = (window: CreationWindow, isAll: boolean) => Promise<Listing<RecoveryPoint>>;

const PAGE_SIZE = 1000;
/** A page may be short and yet not the last; more of them than this are worth a smaller window. */
const PAGES_OF_A_WINDOW = 3;
/** A vault holds a million recovery points at most (AWS Backup quotas). */
const MOST_PAGES = 1000;

/** The listing of a cluster's recovery points in a vault, for `readUntilUsable`. */
export function listWindows(client: BackupClient, { vaultName, clusterArn }: VaultOfCluster): ListWindow {
  return async ({ afterMs, beforeMs }, isAll) => {
    const points: RecoveryPoint[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < (isAll ? MOST_PAGES : PAGES_OF_A_WINDOW); page += 1) {
      const answer = await client.send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: vaultName,
          ByResourceArn: clusterArn,
          ByCreatedAfter: new Date(afterMs),
          ByCreatedBefore: beforeMs === undefined ? undefined : new Date(beforeMs),
          MaxResults: PAGE_SIZE,
          NextToken: nextToken,
        }),
      );
      points.push(...(answer.RecoveryPoints ?? []).flatMap(toRecoveryPoint));
      nextToken = answer.NextToken;
      if (!nextToken) return { points, isWhole: true };
    }
    return { points, isWhole: false };
  };
}

export async function describeRecoveryPoint(
  client: BackupClient,
  vaultName: string,
  recoveryPointArn: string,
): Promise<RecoveryPoint | undefined> {
  try {
    const answer = await client.send(
      new DescribeRecoveryPointCommand({ BackupVaultName: vaultName, RecoveryPointArn: recoveryPointArn }),
    );
    return toRecoveryPoint({ ...answer, RecoveryPointArn: answer.RecoveryPointArn ?? recoveryPointArn })[0];
  } catch (error) {
    // What is no recovery point's ARN at all is refused as a parameter.
    if (isNamed(error, 'ResourceNotFoundException', 'InvalidParameterValueException')) return undefined;
    throw error;
  }
}

/**
 * Reads a vault from its newest end until something usable is found, or to the end of what there is. As a rule the first
 * window has it, with one page.
 * @param latest nothing newer is read; `isOpen` when that is just now
 */
export async function readUntilUsable(
  list: ListWindow,
  policy: UsePolicy,
  latest: { readonly latestMs: number; readonly isOpen: boolean } = { latestMs: policy.nowMs, isOpen: true },
): Promise<readonly RecoveryPoint[]> {
  const seen = new Map<string, RecoveryPoint>();
  for await (const points of newestFirst(list, latest)) {
    for (const point of points) seen.set(point.arn, point);
    if (newestUsable([...seen.values()], policy) !== undefined) break;
  }
  return [...seen.values()];
}

/** The newest recovery point of a vault that can be used; undefined when there is none. */
export async function findNewestUsable(
  client: BackupClient,
  vaultName: string,
  policy: UsePolicy,
): Promise<DatedRecoveryPoint | undefined> {
  const list = listWindows(client, { vaultName, clusterArn: policy.clusterArn });
  return newestUsable(await readUntilUsable(list, policy), policy);
}

/** The recovery points that were created since then, in no order. */
export async function listCreatedSince(
  client: BackupClient,
  vault: VaultOfCluster,
  sinceMs: number,
): Promise<readonly RecoveryPoint[]> {
  const { points, isWhole } = await listWindows(client, vault)({ afterMs: sinceMs, beforeMs: undefined }, true);
  if (isWhole) return points;
  throw new InvariantViolationError(`${vault.vaultName} lists more than ${MOST_PAGES} pages of recovery points`);
}

/** The recovery points that were created since then, in no order, and the newest usable one where it is older. */
export async function listRecent(
  client: BackupClient,
  vaultName: string,
  policy: UsePolicy,
  sinceMs: number,
): Promise<readonly RecoveryPoint[]> {
  const vault = { vaultName, clusterArn: policy.clusterArn };
  const points = await listCreatedSince(client, vault, sinceMs);
  if (newestUsable(points, policy) !== undefined) return points;
  const latest = { latestMs: sinceMs, isOpen: false };
  const newest = newestUsable(await readUntilUsable(listWindows(client, vault), policy, latest), policy);
  return newest === undefined ? points : [...points, newest];
}

function toRecoveryPoint(point: RecoveryPointByBackupVault): RecoveryPoint[] {
  if (point.RecoveryPointArn === undefined) return [];
  return [
    {
      arn: point.RecoveryPointArn,
      resourceArn: point.ResourceArn,
      status: point.Status ?? 'unknown',
      createdAtMs: point.CreationDate?.getTime(),
      completedAtMs: point.CompletionDate?.getTime(),
      deleteAtMs: point.CalculatedLifecycle?.DeleteAt?.getTime(),
      sizeBytes: point.BackupSizeInBytes,
      encryptionKeyArn: point.EncryptionKeyArn,
    },
  ];
}
