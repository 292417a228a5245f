import { Duration } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupVault, CfnBackupSelection, type IBackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type BackupRule, backupRules } from '../config/backup-rules';
import type { Config } from '../config/schema';
import { BACKED_UP, namesOf } from '../names';
import { arnsOf } from '../permissions/arns';
import { arnOf, type Wildcard, wildcard } from '../permissions/permission';
import { backupRole } from '../factories/backup-role';
import { breakGlassRole } from '../factories/break-glass-role';
import { protectedKey } from '../factories/protected-key';
import { protectedVault } from '../factories/protected-vault';

export interface BackupToStandbyProps {
  readonly config: Config;
  readonly clusterArn: string;
  /** The key of the cluster: its snapshots are encrypted with it, whatever the vault's key is. */
  readonly key: IKey;
}

/** Snapshots of the cluster on a schedule, each copied to the vault in the standby region. */
export class BackupToStandby extends Construct {
  readonly vault: IBackupVault;
  readonly vaultKey: IKey;

  constructor(scope: Construct, id: string, { config, clusterArn, key }: BackupToStandbyProps) {
    super(scope, id);
    const names = namesOf(config);
    this.vaultKey = protectedKey(this, 'VaultKey', { config, description: 'The backup vault of the primary region' });
    this.vault = protectedVault(this, 'Vault', { config, vaultName: names.primaryVault, key: this.vaultKey });
    if (config.backup.breakGlassRoleArn === undefined) breakGlassRole(this, 'BreakGlassRole', { config });
    const standbyVault = BackupVault.fromBackupVaultArn(this, 'StandbyVault', names.standbyVaultArn);
    const plan = new BackupPlan(this, 'Plan', {
      backupPlanName: `${config.name}-snapshots`,
      backupPlanRules: backupRules(config).map((rule) => this.#rule(rule, config, standbyVault)),
    });

    const { clusters, conditions } = selectionOf(config, clusterArn);
    new CfnBackupSelection(this, 'Clusters', {
      backupPlanId: plan.backupPlanId,
      backupSelection: {
        selectionName: `${config.name}-clusters`,
        // Not the managed policy that CDK would attach: it reaches every resource of the account.
        iamRoleArn: backupRole(this, 'Role', { config, clusters, key }).roleArn,
        resources: clusters.map(arnOf),
        conditions,
      },
    });
  }

  #rule(rule: BackupRule, { backup }: Config, standbyVault: IBackupVault): BackupPlanRule {
    return new BackupPlanRule({
      ruleName: `${rule.name}-and-copy`,
      backupVault: this.vault,
      scheduleExpression: Schedule.expression(rule.schedule),
      startWindow: Duration.minutes(backup.startWindowMinutes),
      completionWindow: Duration.minutes(backup.completionWindowMinutes),
      enableContinuousBackup: rule.continuous,
      deleteAfter: Duration.days(rule.retentionDays),
      copyActions: [{ destinationBackupVault: standbyVault, deleteAfter: Duration.days(rule.copyRetentionDays) }],
    });
  }
}

/**
 * By tag, among the clusters of this workload: what is restored beside the cluster, or in its place, is backed up from
 * then on. By tag alone it would be every bucket and table as well: all of them carry the tag. Where there are both, the
 * resources are filtered first and then the tags (AWS Backup Developer Guide, Assigning resources).
 */
function selectionOf(
  config: Config,
  clusterArn: string,
): { clusters: readonly (string | Wildcard)[]; conditions?: object } {
  // A cluster that others deploy carries their tags: it is named.
  if (config.workload.kind === 'existing') return { clusters: [clusterArn] };
  const { rds } = arnsOf(config, config.primaryRegion);
  return {
    clusters: ['primary', 'repair'].map((what) =>
      wildcard(
        rds('cluster', `${config.name}-${what}*`),
        'The plan chooses clusters by their tag, so that a second one of this workload, or its repaired copy, is protected ' +
          'without a change here. The role reaches those whose names begin with the name of this workload and what they are.',
      ),
    ),
    conditions: {
      StringEquals: [{ ConditionKey: `aws:ResourceTag/${BACKED_UP.key}`, ConditionValue: BACKED_UP.value }],
    },
  };
}
