import type * as client from '@aws-sdk/client-backup';
import { AwsError, type Service } from '../../service';
import type { Region } from '../../world';
import { BackupJobs } from './backup-jobs';
import { CopyJobs } from './copy-jobs';
import { CopySlots } from './copy-slots';
import { JobEvents } from './job-events';
import type { RecoveryPoint } from './model';
import { operationsOf } from './operations';
import { Plans } from './plans';
import { ResourceQueue } from './resource-queue';
import { RestoreTests } from './restore-tests';
import { Vaults } from './vaults';

declare module '../../world' {
  interface RegionalServices {
    readonly backup: Backup;
  }
}

interface OrderedFailure {
  readonly kind: 'backup' | 'copy' | 'expired';
  readonly message: string;
}

/** AWS Backup in one region, for Aurora clusters. */
export class Backup {
  readonly service: Service<typeof client>;
  readonly vaults: Vaults;
  readonly plans: Plans;
  readonly backupJobs: BackupJobs;
  readonly copyJobs: CopyJobs;
  /** Of the jobs of both kinds. */
  readonly turns = new ResourceQueue();
  /** For copies from any region into this one. */
  readonly copySlots = new CopySlots();
  readonly events: JobEvents;
  readonly restoreTests: RestoreTests;
  readonly #region: Region;
  readonly #ordered: OrderedFailure[] = [];

  constructor(region: Region) {
    this.#region = region;
    this.vaults = new Vaults(region);
    this.plans = new Plans(region);
    this.backupJobs = new BackupJobs(region);
    this.copyJobs = new CopyJobs(region);
    this.events = new JobEvents(region);
    this.restoreTests = new RestoreTests(region);
    this.service = { signingName: 'backup', operations: operationsOf(region, this.vaults) };
  }

  /** Makes the next job of a kind fail with this message; `expired` is a backup that cannot start in time. */
  failNext(order: OrderedFailure): void {
    this.#ordered.push(order);
  }

  takeOrderedFailure(kind: OrderedFailure['kind']): string | undefined {
    const index = this.#ordered.findIndex((order) => order.kind === kind);
    return index < 0 ? undefined : this.#ordered.splice(index, 1)[0]?.message;
  }

  /** Takes away the snapshot behind a recovery point, which goes on being listed: its restore will fail. */
  async loseSnapshot(recoveryPointArn: string): Promise<void> {
    const found = this.recoveryPoints().find((recoveryPoint) => recoveryPoint.arn === recoveryPointArn);
    if (found === undefined) throw new AwsError('ResourceNotFoundException', `No recovery point ${recoveryPointArn}`);
    await this.#region.rds.removeSnapshot(found.snapshot.id);
  }

  /** Every recovery point of every vault, oldest first. */
  recoveryPoints(): readonly RecoveryPoint[] {
    return [...this.vaults.all.values()]
      .flatMap((vault) => [...vault.recoveryPoints.values()])
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  /** A change of a job's state, for the trace. */
  record(type: 'backup-job' | 'backup-copy-job', id: string, status: string, detail: string | undefined): void {
    const { world, name } = this.#region;
    world.trace.record({
      kind: 'resource',
      region: name,
      type,
      id,
      status,
      ...(detail === undefined ? {} : { detail }),
    });
  }
}
