import { AwsError } from '../../service';
import type { Region } from '../../world';
import { sleepInRegions } from '../rds/region-clock';
import type { RecoveryPoint, Vault, VaultLock } from './model';

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
      kmsKeyArn: this.#region.kms.get(options.kmsKeyId ?? 'alias/aws/backup').arn,
      createdAt: new Date(this.#region.world.scheduler.now()),
      accessPolicy: options.accessPolicy,
      lock: options.lock,
      recoveryPoints: new Map(),
    };
    this.all.set(name, vault);
    return vault;
  }

  get(name: string): Vault {
    const vault = this.all.get(name);
    if (vault === undefined) throw new AwsError('ResourceNotFoundException', `Backup vault ${name} can't be found.`);
    return vault;
  }

  remove(name: string): void {
    const vault = this.all.get(name);
    if (vault === undefined) return;
    if (vault.recoveryPoints.size > 0) {
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

  /** Puts a recovery point into its vault. It is CREATING until `complete`. */
  add(recoveryPoint: RecoveryPoint): void {
    this.get(recoveryPoint.vaultName).recoveryPoints.set(recoveryPoint.arn, recoveryPoint);
    this.#record(recoveryPoint, recoveryPoint.status);
  }

  /** The recovery point can be restored from now on, until its lifecycle ends. */
  complete(recoveryPoint: RecoveryPoint): void {
    recoveryPoint.status = 'COMPLETED';
    recoveryPoint.completedAt = new Date(this.#region.world.scheduler.now());
    this.#region.rds.finishSnapshot(recoveryPoint.snapshot);
    this.#record(recoveryPoint, 'COMPLETED');
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
    this.#record(recoveryPoint, 'DELETED');
  }

  #record(recoveryPoint: RecoveryPoint, status: string): void {
    this.#region.world.trace.record({
      kind: 'resource',
      region: this.#region.name,
      type: 'backup-recovery-point',
      id: recoveryPoint.arn,
      status,
    });
  }
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
