import {
  BackupClient,
  DescribeRecoveryPointCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import type { CreationWindow, Listing } from '../shared/newest-first';
import type { RecoveryPoint } from './decide';

export interface ListRequest {
  readonly vaultName: string;
  readonly resourceArn: string;
  readonly window: CreationWindow;
  /** Whether to read on however much there is; otherwise the listing may be cut short. */
  readonly isAll: boolean;
}

export interface Vault {
  list(request: ListRequest): Promise<Listing<RecoveryPoint>>;
  describe(vaultName: string, recoveryPointArn: string): Promise<RecoveryPoint | undefined>;
}

const PAGE_SIZE = 1000;
/** A page may be short and yet not the last; more of them than this are worth a smaller window. */
const PAGES_OF_A_WINDOW = 3;
/** A vault holds a million recovery points at most (AWS Backup quotas). */
const MOST_PAGES = 1000;

const backup = lazy(() => new BackupClient(clientSettings()));

export const aws: Vault = {
  async list({ vaultName, resourceArn, window, isAll }) {
    const points: RecoveryPoint[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < (isAll ? MOST_PAGES : PAGES_OF_A_WINDOW); page += 1) {
      const answer = await backup().send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: vaultName,
          ByResourceArn: resourceArn,
          ByCreatedAfter: new Date(window.afterMs),
          ByCreatedBefore: window.beforeMs === undefined ? undefined : new Date(window.beforeMs),
          MaxResults: PAGE_SIZE,
          NextToken: nextToken,
        }),
      );
      points.push(...(answer.RecoveryPoints ?? []).flatMap(toRecoveryPoint));
      nextToken = answer.NextToken;
      if (!nextToken) return { points, isWhole: true };
    }
    return { points, isWhole: false };
  },

  async describe(vaultName, recoveryPointArn) {
    try {
      const answer = await backup().send(
        new DescribeRecoveryPointCommand({ BackupVaultName: vaultName, RecoveryPointArn: recoveryPointArn }),
      );
      return toRecoveryPoint({ ...answer, RecoveryPointArn: answer.RecoveryPointArn ?? recoveryPointArn })[0];
    } catch (error) {
      // What is no recovery point's ARN at all is refused as a parameter.
      if (isNamed(error, 'ResourceNotFoundException', 'InvalidParameterValueException')) return undefined;
      throw error;
    }
  },
};

function toRecoveryPoint(point: RecoveryPointByBackupVault): RecoveryPoint[] {
  if (point.RecoveryPointArn === undefined) return [];
  return [
    {
      recoveryPointArn: point.RecoveryPointArn,
      resourceArn: point.ResourceArn,
      resourceType: point.ResourceType,
      status: point.Status,
      createdAtMs: point.CreationDate?.getTime(),
      deleteAtMs: point.CalculatedLifecycle?.DeleteAt?.getTime(),
      sizeBytes: point.BackupSizeInBytes,
      encryptionKeyArn: point.EncryptionKeyArn,
    },
  ];
}
