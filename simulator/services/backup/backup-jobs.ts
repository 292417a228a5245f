import { AwsError } from '../../service';
import type { Region } from '../../world';
import type { Cluster } from '../rds/model';
import { sleepInRegions } from '../rds/region-clock';
import { assumeBackupRole, checkMayBackUp, checkMayBackUpContinuously } from './job-permissions';
import { JobLog } from './job-log';
import type { BackupJob, CopyAction, Creator, Lifecycle, RecoveryPoint, Vault } from './model';
import { lockRefusal } from './vaults';

/** A job that could not start tries again after this long, within its start window (AWS Backup API Reference). */
const RETRY_MS = 10 * 60_000;

export interface BackupJobOptions {
  readonly vault: Vault;
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly createdBy?: Creator;
  /** The cluster can be put back to any second; what is copied is a snapshot that goes away afterwards. */
  readonly continuous?: boolean;
  readonly lifecycle?: Lifecycle;
  readonly copyActions?: readonly CopyAction[];
  readonly recoveryPointTags?: Readonly<Record<string, string>>;
  readonly startWindowMinutes?: number;
  readonly completionWindowMinutes?: number;
}

/** Eight hours and seven days, if nothing is said (AWS Backup API Reference, BackupRule). */
export const DEFAULT_START_WINDOW_MINUTES = 480;
export const DEFAULT_COMPLETION_WINDOW_MINUTES = 10_080;

/** The backup jobs of one region. */
export class BackupJobs {
  readonly log = new JobLog<BackupJob>();
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  get all(): ReadonlyMap<string, BackupJob> {
    return this.log.all;
  }

  start(options: BackupJobOptions): BackupJob {
    const { world, name } = this.#region;
    const now = world.scheduler.now();
    const startWindow = options.startWindowMinutes ?? DEFAULT_START_WINDOW_MINUTES;
    const job: BackupJob = {
      id: world.random.uuid(`backup/${name}/jobs`),
      vault: options.vault,
      resourceArn: options.resourceArn,
      roleArn: options.roleArn,
      createdBy: options.createdBy,
      continuous: options.continuous ?? false,
      lifecycle: options.lifecycle,
      copyActions: options.copyActions ?? [],
      recoveryPointTags: options.recoveryPointTags ?? {},
      createdAt: new Date(now),
      startBy: new Date(now + startWindow * 60_000),
      completeBy: new Date(now + (options.completionWindowMinutes ?? DEFAULT_COMPLETION_WINDOW_MINUTES) * 60_000),
      state: 'CREATED',
      startedAt: undefined,
      completedAt: undefined,
      statusMessage: undefined,
      recoveryPoint: undefined,
      recoveryPointArn: undefined,
    };
    this.log.add(job);
    this.#enter(job, 'CREATED');
    world.scheduler.spawn(() => this.#run(job));
    return job;
  }

  async #run(job: BackupJob): Promise<void> {
    await sleepInRegions([this.#region], this.#region.world.durations.drawMs('backupStartDelay'));
    const release = await this.#region.backup.turns.take(job.resourceArn);
    try {
      if (await this.#cut(job)) await this.#finish(job);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#fail(job, error.message);
    } finally {
      release();
    }
  }

  /** Starts the job and takes the snapshot; tries again while the cluster cannot be snapshotted. False: it has ended. */
  async #cut(job: BackupJob): Promise<boolean> {
    const { scheduler } = this.#region.world;
    const late = this.#region.backup.takeOrderedFailure('expired');
    if (late !== undefined) {
      await sleepInRegions([this.#region], job.startBy.getTime() - scheduler.now());
      this.#end(job, 'EXPIRED', late);
      return false;
    }
    for (;;) {
      if (scheduler.now() > job.startBy.getTime()) {
        this.#end(job, 'EXPIRED', 'Backup job did not start within its start window.');
        return false;
      }
      const cluster = this.#region.rds.clusters.find(job.resourceArn);
      if (cluster === undefined) {
        this.#fail(job, `Resource ${job.resourceArn} does not exist.`);
        return false;
      }
      if (cluster.status === 'available') {
        await this.#snapshot(job, cluster);
        return true;
      }
      await sleepInRegions([this.#region], RETRY_MS);
    }
  }

  async #snapshot(job: BackupJob, cluster: Cluster): Promise<void> {
    const ordered = this.#region.backup.takeOrderedFailure('backup');
    if (ordered !== undefined) throw new AwsError('JobFailed', ordered);
    const refusal = lockRefusal(job.vault, job.lifecycle?.DeleteAfterDays);
    if (refusal !== undefined) throw new AwsError('JobFailed', refusal);
    const id = `awsbackup:job-${job.id}`;
    const caller = assumeBackupRole(this.#region, job.roleArn);
    checkMayBackUp(this.#region, caller, cluster, id);
    if (job.continuous) checkMayBackUpContinuously(this.#region, caller, cluster);

    const startedAt = new Date(this.#region.world.scheduler.now());
    job.startedAt = startedAt;
    const continuous = job.continuous ? this.#region.backup.vaults.keepContinuously(job, cluster) : undefined;
    job.recoveryPointArn = continuous?.arn;
    this.#enter(job, 'RUNNING');
    if (continuous !== undefined && job.copyActions.length === 0) return;
    const snapshot = await this.#region.rds.takeSnapshot(cluster.arn, id, job.recoveryPointTags);
    const recoveryPoint: RecoveryPoint = {
      arn: snapshot.arn,
      vaultName: job.vault.name,
      vaultArn: job.vault.arn,
      sourceVaultArn: undefined,
      resourceArn: job.resourceArn,
      resourceName: cluster.identifier,
      roleArn: job.roleArn,
      createdBy: job.createdBy,
      createdAt: startedAt,
      initiatedAt: job.createdAt,
      // A snapshot has its cluster's key, whatever the vault's is (AWS Backup Developer Guide, Encryption).
      kmsKeyArn: snapshot.kmsKeyArn,
      lifecycle: job.lifecycle,
      snapshot,
      continuousArn: continuous?.arn,
      status: 'CREATING',
      completedAt: undefined,
      expiry: undefined,
    };
    job.recoveryPoint = recoveryPoint;
    job.recoveryPointArn ??= recoveryPoint.arn;
    if (continuous === undefined) this.#region.backup.vaults.add(recoveryPoint);
  }

  async #finish(job: BackupJob): Promise<void> {
    const { durations, scheduler } = this.#region.world;
    const { recoveryPoint } = job;
    const isLit = await sleepInRegions([this.#region], durations.drawMs('backupJob'));
    if (!isLit || scheduler.now() > job.completeBy.getTime()) {
      if (recoveryPoint !== undefined) await this.#region.backup.vaults.delete(recoveryPoint);
      this.#end(job, 'ABORTED', 'Backup job did not complete within its completion window.');
      return;
    }
    if (recoveryPoint !== undefined) this.#region.backup.vaults.complete(recoveryPoint);
    this.#end(job, 'COMPLETED');
    if (recoveryPoint === undefined) return;
    for (const action of job.copyActions) {
      this.#region.backup.copyJobs.start({
        sourceVault: job.vault,
        source: recoveryPoint,
        destinationVaultArn: action.DestinationBackupVaultArn,
        lifecycle: action.Lifecycle,
        roleArn: job.roleArn,
        createdBy: job.createdBy,
        createdByBackupJobId: job.id,
      });
    }
  }

  #fail(job: BackupJob, message: string): void {
    this.#end(job, 'FAILED', message);
  }

  #end(job: BackupJob, state: BackupJob['state'], message?: string): void {
    job.completedAt = new Date(this.#region.world.scheduler.now());
    job.statusMessage = message;
    this.#enter(job, state);
  }

  #enter(job: BackupJob, state: BackupJob['state']): void {
    job.state = state;
    this.#region.backup.record('backup-job', job.id, state, job.statusMessage);
    this.#region.backup.events.backup(job);
  }
}
