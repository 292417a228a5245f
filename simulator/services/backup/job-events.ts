import type { Region } from '../../world';
import { RESOURCE_TYPE, type BackupJob, type CopyJob } from './model';

/**
 * Tells EventBridge and CloudWatch about jobs. AWS Backup emits events and metrics every five minutes, and a metric
 * only when it is not zero (AWS Backup Developer Guide, Monitoring). Copy jobs are told in the source region.
 */
export class JobEvents {
  readonly #region: Region;

  constructor(region: Region) {
    this.#region = region;
  }

  backup(job: BackupJob): void {
    const detail = {
      backupJobId: job.id,
      backupVaultArn: job.vault.arn,
      backupVaultName: job.vault.name,
      bytesTransferred: '0',
      creationDate: job.createdAt.toISOString(),
      ...(job.completedAt === undefined ? {} : { completionDate: job.completedAt.toISOString() }),
      iamRoleArn: job.roleArn,
      resourceArn: job.resourceArn,
      resourceType: RESOURCE_TYPE,
      state: job.state,
      ...(job.statusMessage === undefined ? {} : { statusMessage: job.statusMessage }),
      startBy: job.startBy.toISOString(),
      percentDone: job.state === 'COMPLETED' ? '100.0' : '0.0',
      retryCount: 0,
      ...(job.createdBy === undefined
        ? {}
        : {
            createdBy: {
              backupPlanId: job.createdBy.BackupPlanId,
              backupPlanArn: job.createdBy.BackupPlanArn,
              backupPlanVersion: job.createdBy.BackupPlanVersion,
              backupPlanRuleId: job.createdBy.BackupRuleId,
            },
          }),
    };
    const resources = [job.recoveryPointArn ?? job.resourceArn];
    this.#tell(
      'Backup Job State Change',
      detail,
      resources,
      `NumberOfBackupJobs${capitalised(job.state)}`,
      job.vault.name,
    );
  }

  copy(job: CopyJob): void {
    const detail = {
      copyJobId: job.id,
      sourceBackupVaultArn: job.sourceVault.arn,
      destinationBackupVaultArn: job.destinationVaultArn,
      // An empty object until there is one (AWS Backup Developer Guide, EventBridge examples).
      destinationRecoveryPointArn: job.state === 'COMPLETED' ? (job.destination?.arn ?? {}) : {},
      resourceArn: job.source.resourceArn,
      resourceType: RESOURCE_TYPE,
      state: job.state,
      ...(job.statusMessage === undefined ? {} : { statusMessage: job.statusMessage }),
      creationDate: job.createdAt.toISOString(),
      ...(job.completedAt === undefined ? {} : { completionDate: job.completedAt.toISOString() }),
      iamRoleArn: job.roleArn,
    };
    const vault = job.destinationVaultArn.slice(job.destinationVaultArn.lastIndexOf(':') + 1);
    this.#tell(
      'Copy Job State Change',
      detail,
      [job.source.continuousArn ?? job.source.arn],
      `NumberOfCopyJobs${capitalised(job.state)}`,
      vault,
    );
  }

  #tell(detailType: string, detail: object, resources: readonly string[], metric: string, vaultName: string): void {
    const { world, events, cloudWatch, name } = this.#region;
    const intervalMs = world.durations.middleMs('backupEventInterval');
    const now = world.scheduler.now();
    world.scheduler.at(intervalMs === 0 ? now : Math.ceil(now / intervalMs) * intervalMs, () => {
      if (world.isDark(name)) return;
      events.publish({ source: 'aws.backup', 'detail-type': detailType, detail, resources });
      const byVault = { BackupVaultName: vaultName };
      for (const dimensions of [byVault, { ...byVault, ResourceType: RESOURCE_TYPE }]) {
        cloudWatch.putMetric({ namespace: 'AWS/Backup', name: metric, dimensions, value: 1 });
      }
    });
  }
}

function capitalised(state: string): string {
  return state.charAt(0) + state.slice(1).toLowerCase();
}
