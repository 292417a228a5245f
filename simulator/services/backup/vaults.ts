import { AwsError } from '../../service';
import type { Region } from '../../world';
import { sleepInRegions } from '../rds/region-clock';
import type { Cluster } from '../rds/model';
import type { BackupJob, ContinuousPoint, RecoveryPoint, Vault, VaultLock } from './model';

const DAY_MS = 86_400_000;

/** The vaults of one region and the recovery points in them. */
export class Vaults {
  readonly all = new Map<string, Vault>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  create(options: {
    readonly name: string;
    readonly kmsKeyId?: string;
    readonly accessPolicy?: unknown;
    readonly lock?: VaultLock;
  }): Vault {
    const { name } = options;
    if (!/^[a-zA-Z0-9_-]{2,50}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterValueException',
        `Invalid vault name ${name}: write 2 to 50 letters, digits, hyphens and underscores`,
      );
    }
    if (this.all.has(name)) {
      throw new AwsError('AlreadyExistsException', `Backup vault with the same name already exists: ${name}`);
    }
    const vault: Vault = {
      name,
      arn: this.arn(name),
      kmsKeyArn: this.#keyArn(options.kmsKeyId ?? 'alias/aws/backup'),
      createdAt: new Date(this.#region.world.scheduler.now()),
      accessPolicy: options.accessPolicy,
      lock: options.lock,
      recoveryPoints: new Map(),
      continuous: new Map(),
    };
    this.all.set(name, vault);
    return vault;
  }

  /** That a vault takes no key of another region is KMS's rule; with which error AWS Backup says so is UNVERIFIED. */
  #keyArn(id: string): string {
    const problem = this.#region.kms.useKey(id);
    if (problem !== undefined) {
      throw new AwsError('InvalidParameterValueException', `EncryptionKeyArn ${id} can't be used: ${problem}`);
    }
    return this.#region.kms.get(id).arn;
  }

  get(name: string): Vault {
    const vault = this.all.get(name);
    if (vault === undefined) throw insufficientPrivileges();
    return vault;
  }

  remove(name: string): void {
    const vault = this.all.get(name);
    if (vault === undefined) return;
    if (vault.recoveryPoints.size + vault.continuous.size > 0) {
      throw new AwsError(
        'InvalidRequestException',
        `Backup vault ${name} cannot be deleted because it contains recovery points.`,
      );
    }
    this.all.delete(name);
  }

  arn(name: string): string {
    return `arn:aws:backup:${this.#region.name}:${this.#region.world.accountId}:backup-vault:${name}`;
  }

  recoveryPoint(vaultName: string, arn: string): RecoveryPoint {
    const found = this.get(vaultName).recoveryPoints.get(arn);
    if (found === undefined) {
      throw new AwsError(
        'ResourceNotFoundException',
        `Recovery point ${arn} can't be found in the backup vault ${vaultName}.`,
      );
    }
    return found;
  }

  continuousPoint(vaultName: string, arn: string): ContinuousPoint | undefined {
    return [...this.get(vaultName).continuous.values()].find((point) => point.arn === arn);
  }

  /** Makes the one continuous backup of a cluster, or goes on with it: from then on AWS Backup keeps the retention. */
  keepContinuously(job: BackupJob, cluster: Cluster): ContinuousPoint {
    const { scheduler, random, accountId } = this.#region.world;
    const days = job.lifecycle?.DeleteAfterDays;
    if (days !== undefined) cluster.backupRetentionPeriod = days;
    const known = job.vault.continuous.get(cluster.arn);
    if (known !== undefined) {
      known.lifecycle = job.lifecycle;
      return known;
    }
    const hash = random.hex(`backup/${this.#region.name}/continuous`, 8);
    const point: ContinuousPoint = {
      arn: `arn:aws:backup:${this.#region.name}:${accountId}:recovery-point:continuous:${cluster.resourceId}-${hash}`,
      vaultName: job.vault.name,
      vaultArn: job.vault.arn,
      resourceArn: cluster.arn,
      resourceName: cluster.identifier,
      roleArn: job.roleArn,
      createdBy: job.createdBy,
      createdAt: new Date(scheduler.now()),
      kmsKeyArn: cluster.kmsKeyArn,
      lifecycle: job.lifecycle,
    };
    job.vault.continuous.set(cluster.arn, point);
    cluster.awsBackupRecoveryPointArn = point.arn;
    this.#record(point.arn, 'AVAILABLE');
    return point;
  }

  /** A snapshot that could not be deleted after its copies: it stays behind, and is listed as expired. */
  leak(recoveryPoint: RecoveryPoint): void {
    recoveryPoint.status = 'EXPIRED';
    this.get(recoveryPoint.vaultName).recoveryPoints.set(recoveryPoint.arn, recoveryPoint);
    this.#record(recoveryPoint.arn, 'EXPIRED');
  }

  /** Puts a recovery point into its vault. It is CREATING until `complete`. */
  add(recoveryPoint: RecoveryPoint): void {
    this.get(recoveryPoint.vaultName).recoveryPoints.set(recoveryPoint.arn, recoveryPoint);
    this.#record(recoveryPoint.arn, recoveryPoint.status);
  }

  /** The recovery point can be restored from now on, until its lifecycle ends. */
  complete(recoveryPoint: RecoveryPoint): void {
    recoveryPoint.status = 'COMPLETED';
    recoveryPoint.completedAt = new Date(this.#region.world.scheduler.now());
    this.#region.rds.finishSnapshot(recoveryPoint.snapshot);
    this.#record(recoveryPoint.arn, 'COMPLETED');
    if (recoveryPoint.continuousArn !== undefined) return;
    const deleteAt = expiryOf(recoveryPoint);
    if (deleteAt === undefined) return;
    recoveryPoint.expiry = this.#region.world.scheduler.at(deleteAt.getTime(), async () => {
      // Nothing is deleted in a region that does not run.
      if (await sleepInRegions([this.#region], 0)) await this.delete(recoveryPoint);
    });
  }

  /** Removes a recovery point and the snapshot that it stands for. */
  async delete(recoveryPoint: RecoveryPoint): Promise<void> {
    recoveryPoint.expiry?.cancel();
    recoveryPoint.status = 'DELETING';
    await this.#region.rds.removeSnapshot(recoveryPoint.snapshot.id);
    this.all.get(recoveryPoint.vaultName)?.recoveryPoints.delete(recoveryPoint.arn);
    this.#record(recoveryPoint.arn, 'DELETED');
  }

  #record(id: string, status: string): void {
    this.#region.world.trace.record({
      kind: 'resource',
      region: this.#region.name,
      type: 'backup-recovery-point',
      id,
      status,
    });
  }
}

/**
 * What AWS Backup answers a call that names a vault which is not there: the same as to a caller who may not read it
 * (https://github.com/aws/aws-sdk-js/issues/2625 for DescribeBackupVault, https://github.com/boto/boto3/issues/2269 for
 * ListRecoveryPointsByBackupVault, https://github.com/elastio/contrib aws-backup-elastio-integration/elastio-api for DescribeRecoveryPoint; 403:
 * https://github.com/turbot/steampipe-plugin-aws/issues/1156).
 */
function insufficientPrivileges(): AwsError {
  return new AwsError('AccessDeniedException', 'Insufficient privileges to perform this action.', { status: 403 });
}

/** A retention counts from the creation date, which a copy has from its source. */
export function expiryOf(recoveryPoint: RecoveryPoint): Date | undefined {
  const days = recoveryPoint.lifecycle?.DeleteAfterDays;
  if (days === undefined || days < 0) return undefined;
  return new Date(recoveryPoint.createdAt.getTime() + days * DAY_MS);
}

/** Why a vault with a lock refuses this retention; undefined if it does not. */
export function lockRefusal(vault: Vault, days: number | undefined): string | undefined {
  const { MinRetentionDays, MaxRetentionDays } = vault.lock ?? {};
  const isTooShort = MinRetentionDays !== undefined && days !== undefined && days < MinRetentionDays;
  const isTooLong = MaxRetentionDays !== undefined && (days === undefined || days > MaxRetentionDays);
  if (!isTooShort && !isTooLong) return undefined;
  return `Retention settings do not comply with the lock of the backup vault ${vault.name}.`;
}
