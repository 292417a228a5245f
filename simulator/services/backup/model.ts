import type { Timer } from '../../kernel/scheduler';
import type { ClusterSnapshot } from '../rds/model';

/** The only kind of resource that the simulator backs up. */
export const RESOURCE_TYPE = 'Aurora';

export interface Lifecycle {
  readonly DeleteAfterDays?: number;
}

export interface VaultLock {
  readonly MinRetentionDays?: number;
  readonly MaxRetentionDays?: number;
}

export interface Vault {
  readonly name: string;
  readonly arn: string;
  readonly kmsKeyArn: string;
  readonly createdAt: Date;
  accessPolicy: unknown;
  lock: VaultLock | undefined;
  /** By ARN. */
  readonly recoveryPoints: Map<string, RecoveryPoint>;
  /** By the ARN of the resource: each has one at most. */
  readonly continuous: Map<string, ContinuousPoint>;
}

/** What a resource can be put back to any second of, within its retention. It is no snapshot, and never copied itself. */
export interface ContinuousPoint {
  readonly arn: string;
  readonly vaultName: string;
  readonly vaultArn: string;
  readonly resourceArn: string;
  readonly resourceName: string;
  readonly roleArn: string;
  readonly createdBy: Creator | undefined;
  readonly createdAt: Date;
  readonly kmsKeyArn: string | undefined;
  lifecycle: Lifecycle | undefined;
}

export interface RecoveryPoint {
  readonly arn: string;
  readonly vaultName: string;
  readonly vaultArn: string;
  readonly sourceVaultArn: string | undefined;
  readonly resourceArn: string;
  readonly resourceName: string;
  readonly roleArn: string;
  readonly createdBy: Creator | undefined;
  /** When the backup job started: a copy has its source's. The rows were cut at this instant or later. */
  readonly createdAt: Date;
  readonly initiatedAt: Date;
  readonly kmsKeyArn: string | undefined;
  readonly lifecycle: Lifecycle | undefined;
  readonly snapshot: ClusterSnapshot;
  /** Of the continuous backup whose snapshot, made only to be copied, this is. In no vault itself; jobs show that one. */
  readonly continuousArn: string | undefined;
  status: 'CREATING' | 'COMPLETED' | 'DELETING' | 'EXPIRED';
  completedAt: Date | undefined;
  expiry: Timer | undefined;
}

/** The plan and rule that a job is for; a job on demand has none. */
export interface Creator {
  readonly BackupPlanId: string;
  readonly BackupPlanArn: string;
  readonly BackupPlanName: string;
  readonly BackupPlanVersion: string;
  readonly BackupRuleId: string;
  readonly BackupRuleName: string;
  readonly BackupRuleCron: string;
}

export interface CopyAction {
  readonly DestinationBackupVaultArn: string;
  readonly Lifecycle?: Lifecycle;
}

export interface BackupRule {
  readonly id: string;
  readonly name: string;
  readonly vaultName: string;
  readonly schedule: string;
  readonly continuous: boolean;
  readonly startWindowMinutes: number;
  readonly completionWindowMinutes: number;
  readonly lifecycle: Lifecycle | undefined;
  readonly copyActions: readonly CopyAction[];
  readonly recoveryPointTags: Readonly<Record<string, string>>;
}

export interface BackupPlan {
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  readonly createdAt: Date;
  versionId: string;
  rules: readonly BackupRule[];
  readonly selections: Map<string, Selection>;
  timers: readonly Timer[];
  lastExecutedAt: Date | undefined;
}

export interface Selection {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string;
  /** ARNs, possibly with wildcards. */
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** A resource is taken if any of them holds. */
  readonly tags: readonly TagCondition[];
  /** A resource is taken if all of them hold. */
  readonly conditions: readonly TagCondition[];
}

export interface TagCondition {
  readonly key: string;
  readonly value: string;
}

export interface BackupJob {
  readonly id: string;
  readonly vault: Vault;
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly createdBy: Creator | undefined;
  readonly continuous: boolean;
  readonly lifecycle: Lifecycle | undefined;
  readonly copyActions: readonly CopyAction[];
  readonly recoveryPointTags: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly startBy: Date;
  readonly completeBy: Date;
  state: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'EXPIRED' | 'ABORTED';
  startedAt: Date | undefined;
  completedAt: Date | undefined;
  statusMessage: string | undefined;
  /** What was cut: for a continuous backup the snapshot for its copies, if it has any. */
  recoveryPoint: RecoveryPoint | undefined;
  /** What it shows as its recovery point. */
  recoveryPointArn: string | undefined;
}

export interface CopyJob {
  readonly id: string;
  readonly sourceVault: Vault;
  readonly source: RecoveryPoint;
  readonly destinationVaultArn: string;
  readonly lifecycle: Lifecycle | undefined;
  readonly roleArn: string;
  readonly createdBy: Creator | undefined;
  readonly createdByBackupJobId: string | undefined;
  readonly createdAt: Date;
  state: 'CREATED' | 'RUNNING' | 'COMPLETED' | 'FAILED';
  completedAt: Date | undefined;
  statusMessage: string | undefined;
  destination: RecoveryPoint | undefined;
}
