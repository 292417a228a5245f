import {
  BackupClient,
  DescribeRecoveryPointCommand,
  ListRecoveryPointsByBackupVaultCommand,
  type RecoveryPointByBackupVault,
} from '@aws-sdk/client-backup';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { InvariantViolationError } from '../shared/errors';
import type { RecoveryPoint } from './decide';

export interface ListRequest {
  readonly vaultName: string;
  readonly resourceArn: string;
  readonly createdAfter: Date | undefined;
  readonly createdBefore: Date | undefined;
}

export interface Vault {
  list(request: ListRequest): Promise<readonly RecoveryPoint[]>;
  describe(vaultName: string, recoveryPointArn: string): Promise<RecoveryPoint | undefined>;
}

const PAGE_SIZE = 1000;
/** A vault holds a million recovery points at most (AWS Backup quotas); those of one cluster and window are far fewer. */
const MOST_PAGES = 100;

const backup = lazy(() => new BackupClient(clientSettings()));

export const aws: Vault = {
  async list(request) {
    const points: RecoveryPoint[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await backup().send(
        new ListRecoveryPointsByBackupVaultCommand({
          BackupVaultName: request.vaultName,
          ByResourceArn: request.resourceArn,
          ByCreatedAfter: request.createdAfter,
          ByCreatedBefore: request.createdBefore,
          MaxResults: PAGE_SIZE,
          NextToken: nextToken,
        }),
      );
      points.push(...(answer.RecoveryPoints ?? []).flatMap(toRecoveryPoint));
      nextToken = answer.NextToken;
      if (!nextToken) return points;
    }
    throw new InvariantViolationError(`${request.vaultName} lists more than ${MOST_PAGES} pages of recovery points`);
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
