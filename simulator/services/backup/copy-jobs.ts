import { AwsError } from '../../service';
import type { Region } from '../../world';
import { sleepInRegions } from '../rds/region-clock';
import { assumeBackupRole, checkMayCopy, checkMayDelete } from './job-permissions';
import { JobLog } from './job-log';
import type { CopyJob, RecoveryPoint, Vault } from './model';
import { lockRefusal } from './vaults';

export type CopyJobOptions = Pick<CopyJob, 'sourceVault' | 'source' | 'destinationVaultArn' | 'roleArn'> &
  Partial<Pick<CopyJob, 'lifecycle' | 'createdBy' | 'createdByBackupJobId'>>;

/** The copy jobs that leave one region. */
export class CopyJobs {
  readonly log = new JobLog<CopyJob>();
  readonly #region: Region;
  /** How many copies of a recovery point have not ended yet. */
  readonly #unfinished = new Map<RecoveryPoint, number>();

  constructor(region: Region) {
    this.#region = region;
  }

  get all(): ReadonlyMap<string, CopyJob> {
    return this.log.all;
  }

  start(options: CopyJobOptions): CopyJob {
    const { world, name } = this.#region;
    const job: CopyJob = {
      ...options,
      // A copy without a retention of its own has its source's (AWS Backup Developer Guide, Creating backup copies).
      lifecycle: options.lifecycle ?? options.source.lifecycle,
      createdBy: options.createdBy,
      createdByBackupJobId: options.createdByBackupJobId,
      id: world.random.uuid(`backup/${name}/copies`),
      createdAt: new Date(world.scheduler.now()),
      state: 'CREATED',
      completedAt: undefined,
      statusMessage: undefined,
      destination: undefined,
    };
    this.log.add(job);
    this.#unfinished.set(job.source, (this.#unfinished.get(job.source) ?? 0) + 1);
    this.#enter(job, 'CREATED');
    world.scheduler.spawn(() => this.#run(job));
    return job;
  }

  async #run(job: CopyJob): Promise<void> {
    const { turns } = this.#region.backup;
    const { resourceArn } = job.source;
    let endTurn = await turns.take(resourceArn);
    let leave: (() => void) | undefined;
    try {
      if (!(await sleepInRegions([this.#region], 0))) return;
      const destination = this.#destination(job);
      const { copySlots } = destination.region.backup;
      leave = copySlots.takeNow();
      if (leave === undefined) {
        // What waits for the account is not at work, and keeps nothing of the resource waiting.
        endTurn();
        leave = await copySlots.take();
        endTurn = await turns.take(resourceArn);
      }
      await this.#copy(job, destination);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#end(job, 'FAILED', error.message);
    } finally {
      leave?.();
      endTurn();
    }
    await this.#forgetSource(job);
  }

  async #copy(job: CopyJob, { region, vault }: Destination): Promise<void> {
    if (!(await sleepInRegions([region], 0))) return;
    const ordered = this.#region.backup.takeOrderedFailure('copy');
    if (ordered !== undefined) throw new AwsError('JobFailed', ordered);
    const refusal = lockRefusal(vault, job.lifecycle?.DeleteAfterDays) ?? keyRefusal(job, region, vault);
    if (refusal !== undefined) throw new AwsError('JobFailed', refusal);
    const snapshotId = `awsbackup:copyjob-${job.id}`;
    const caller = assumeBackupRole(this.#region, job.roleArn);
    checkMayCopy(this.#region, region, caller, { recoveryPoint: job.source, snapshotId, vault });

    const destination = this.#enterCopy(job, region, vault, snapshotId);
    this.#enter(job, 'RUNNING');
    // A copy gets nowhere while either end is dark: it stays as it is.
    const isLit = await sleepInRegions([this.#region, region], this.#region.world.durations.drawMs('backupCopy'));
    if (!isLit) return;
    region.backup.vaults.complete(destination);
    this.#end(job, 'COMPLETED');
  }

  /** What was made only to be copied goes away with the last copy of it. */
  async #forgetSource({ source }: CopyJob): Promise<void> {
    if (source.continuousArn === undefined || this.#unfinished.has(source)) return;
    try {
      const { snapshot, roleArn } = source;
      checkMayDelete(this.#region, assumeBackupRole(this.#region, roleArn), snapshot.id);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#region.backup.vaults.leak(source);
      return;
    }
    await this.#region.backup.vaults.delete(source);
  }

  #enterCopy(job: CopyJob, region: Region, vault: Vault, snapshotId: string): RecoveryPoint {
    const { source } = job;
    const snapshot = region.rds.importSnapshotCopy(source.snapshot, { id: snapshotId, kmsKeyArn: vault.kmsKeyArn });
    const destination: RecoveryPoint = {
      arn: snapshot.arn,
      vaultName: vault.name,
      vaultArn: vault.arn,
      sourceVaultArn: job.sourceVault.arn,
      resourceArn: source.resourceArn,
      resourceName: source.resourceName,
      roleArn: job.roleArn,
      createdBy: job.createdBy,
      createdAt: source.createdAt,
      initiatedAt: source.initiatedAt,
      kmsKeyArn: snapshot.kmsKeyArn,
      lifecycle: job.lifecycle,
      snapshot,
      continuousArn: undefined,
      status: 'CREATING',
      completedAt: undefined,
      expiry: undefined,
    };
    job.destination = destination;
    region.backup.vaults.add(destination);
    return destination;
  }

  #destination(job: CopyJob): Destination {
    const [, , , regionName = '', , , vaultName = ''] = job.destinationVaultArn.split(':');
    const region = this.#region.world.region(regionName);
    const vault = region.backup.vaults.all.get(vaultName);
    if (vault === undefined) throw new AwsError('JobFailed', `Backup vault ${job.destinationVaultArn} can't be found.`);
    return { region, vault };
  }

  #end(job: CopyJob, state: CopyJob['state'], message?: string): void {
    job.completedAt = new Date(this.#region.world.scheduler.now());
    job.statusMessage = message;
    this.#enter(job, state);
    const unfinished = (this.#unfinished.get(job.source) ?? 0) - 1;
    if (unfinished > 0) this.#unfinished.set(job.source, unfinished);
    else this.#unfinished.delete(job.source);
  }

  #enter(job: CopyJob, state: CopyJob['state']): void {
    job.state = state;
    this.#region.backup.record('backup-copy-job', job.id, state, job.statusMessage);
    this.#region.backup.events.copy(job);
  }
}

interface Destination {
  readonly region: Region;
  readonly vault: Vault;
}

/**
 * Aurora is not fully managed by AWS Backup: its copies take a customer managed key, or RDS's own, of the destination
 * vault; the key `aws/backup` fails the copy (AWS Backup Developer Guide, Encryption for backups).
 */
function keyRefusal(job: CopyJob, region: Region, vault: Vault): string | undefined {
  if (!job.source.snapshot.storageEncrypted) return undefined;
  const { kms } = region;
  if (kms.find('alias/aws/backup')?.arn === vault.kmsKeyArn) {
    return `The destination backup vault ${vault.name} is encrypted with the default key of AWS Backup, which cannot be used for a copy of type Aurora. Use a vault with a customer managed key.`;
  }
  return kms.useKey(vault.kmsKeyArn);
}
