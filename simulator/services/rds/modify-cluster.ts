import type { DeleteDBClusterMessage, ModifyDBClusterMessage } from '@aws-sdk/client-rds';
import { AwsError } from '../../service';
import type { Region } from '../../world';
import { checkScaling, onlyModelled } from './arguments';
import { checkRetention } from './cluster-rules';
import { globalClustersOf, noManagedPassword } from './global-clusters';
import { checkIdentifier } from './identifiers';
import { createMasterSecret, newPassword } from './master-secret';
import { checkPassword, setPassword } from './master-user';
import type { Cluster } from './model';
import { requireSecurityGroups } from './security-groups';
import { sleepInRegions } from './region-clock';
import { inState, isAsleep } from './start-stop';
import { versionAfter } from './upgrade';

/** Changes a cluster; it is not available again before the change is made. */
export function modifyCluster(region: Region, cluster: Cluster, input: ModifyDBClusterMessage): void {
  onlyModelled('rds:ModifyDBCluster', input, MODIFY_PARAMETERS);
  const ending = region.rds.failures.take('ModifyDBCluster');
  if (cluster.status !== 'available') {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      `DB cluster ${cluster.identifier} can't be modified: its status is ${cluster.status}.`,
    );
  }
  checkRetention(input.BackupRetentionPeriod);
  refuseOtherRetention(cluster, input.BackupRetentionPeriod);
  const global = globalClustersOf(region.world).of(cluster.arn);
  if (input.ManageMasterUserPassword === true && global !== undefined) throw noManagedPassword(global.identifier);
  if (input.MasterUserSecretKmsKeyId !== undefined && input.ManageMasterUserPassword !== true) {
    throw new AwsError(
      'InvalidParameterCombination',
      'You must enable ManageMasterUserPassword to use MasterUserSecretKmsKeyId.',
    );
  }
  checkPasswordManagement(cluster, input);
  requireSecurityGroups(region, input.VpcSecurityGroupIds);
  const scaling = checkScaling(scalingAfter(cluster, input));
  const engineVersion = versionAfter(region, cluster, input);
  const isUpgraded = engineVersion !== cluster.engineVersion;
  const parameterGroup =
    input.DBClusterParameterGroupName === undefined
      ? cluster.parameterGroup
      : region.rds.groups.clusterParameterGroupName(input.DBClusterParameterGroupName, engineVersion);

  cluster.scaling = scaling ?? cluster.scaling;
  cluster.parameterGroup = parameterGroup;
  cluster.deletionProtection = input.DeletionProtection ?? cluster.deletionProtection;
  cluster.vpcSecurityGroupIds = input.VpcSecurityGroupIds ?? cluster.vpcSecurityGroupIds;
  cluster.backupRetentionPeriod = input.BackupRetentionPeriod ?? cluster.backupRetentionPeriod;
  cluster.copyTagsToSnapshot = input.CopyTagsToSnapshot ?? cluster.copyTagsToSnapshot;
  cluster.iamAuthentication = input.EnableIAMDatabaseAuthentication ?? cluster.iamAuthentication;

  const { durations } = region.world;
  if (ending !== undefined) {
    region.rds.clusters.setStatus(cluster, ending.kind === 'status' ? ending.status : 'modifying');
  } else if (input.ManageMasterUserPassword === true && cluster.masterSecret === undefined) {
    manageMasterPassword(region, cluster, input.MasterUserSecretKmsKeyId);
  } else if (input.MasterUserPassword !== undefined) {
    resetMasterPassword(region, cluster, input.MasterUserPassword);
  } else if (isUpgraded) {
    const upgradeMs = durations.drawMs('auroraModifyCluster');
    region.rds.clusters.work(cluster, 'upgrading', upgradeMs, () => {
      cluster.engineVersion = engineVersion;
      for (const instance of region.rds.instances.of(cluster)) instance.engineVersion = engineVersion;
    });
  } else if (takesTime(input)) {
    region.rds.clusters.work(cluster, 'modifying', durations.drawMs('auroraModifyCluster'), () => undefined);
  }
}

/** Another minimum than 0 takes the time until a pause away (RDS API Reference, ServerlessV2ScalingConfigurationInfo). */
function scalingAfter({ scaling }: Cluster, { ServerlessV2ScalingConfiguration: given }: ModifyDBClusterMessage) {
  if (given === undefined) return undefined;
  const { SecondsUntilAutoPause, ...range } = { ...scaling, ...given };
  const isPauseGiven = given.SecondsUntilAutoPause !== undefined;
  return range.MinCapacity === 0 || isPauseGiven ? { ...range, SecondsUntilAutoPause } : range;
}

/** The text is RDS's own (terraform-aws-modules/terraform-aws-rds-aurora, "Default retention to null"). */
function refuseOtherRetention(cluster: Cluster, days: number | undefined): void {
  const { awsBackupRecoveryPointArn: arn, backupRetentionPeriod: current } = cluster;
  if (arn === undefined || days === undefined || days === current) return;
  throw new AwsError(
    'InvalidParameterValue',
    `RDS cluster ${cluster.identifier} is associated with the following AwsBackupRecoveryPointArn: ${arn}. ` +
      `The BackupRetentionPeriod can be blank, or you can use the current value, ${current}. For more details, see the AWS Backup documentation.`,
  );
}

/** RDS makes a new password and keeps it in a secret; the one that the snapshot brought no longer opens anything. */
function manageMasterPassword(region: Region, cluster: Cluster, kmsKeyId: string | undefined): void {
  const password = newPassword(region);
  const secret = createMasterSecret(region, cluster, password, kmsKeyId);
  cluster.masterSecret = secret;
  resetCredentials(region, cluster, password, () => {
    secret.status = 'active';
    region.rds.record('cluster', cluster.identifier, 'master-secret-active');
  });
}

/** A password of one's own; RDS deletes the secret that it has managed (RDS API, ManageMasterUserPassword). */
function resetMasterPassword(region: Region, cluster: Cluster, password: string): void {
  if (cluster.masterSecret !== undefined) region.secretsManager.remove(cluster.masterSecret.arn);
  cluster.masterSecret = undefined;
  resetCredentials(region, cluster, password, () => undefined);
}

/** The old password opens the cluster until the new one does. At once, whatever ApplyImmediately says (RDS API, ModifyDBCluster). */
function resetCredentials(region: Region, cluster: Cluster, password: string, done: () => void): void {
  const durationMs = region.world.durations.drawMs('auroraResetMasterCredentials');
  region.rds.clusters.work(cluster, 'resetting-master-credentials', durationMs, async () => {
    if (cluster.data !== undefined) await setPassword(cluster.data, { username: cluster.masterUsername, password });
    region.rds.events.cluster(cluster, 'credentialsReset');
    done();
  });
}

/** A password is RDS's to manage or one's own, never both (RDS API, ModifyDBCluster). */
function checkPasswordManagement(cluster: Cluster, input: ModifyDBClusterMessage): void {
  const { MasterUserPassword: password, ManageMasterUserPassword: isManaged } = input;
  if (password !== undefined) {
    if (isManaged === true || (isManaged === undefined && cluster.masterSecret !== undefined)) {
      throw new AwsError(
        'InvalidParameterCombination',
        "You can't specify MasterUserPassword for an instance with ManageMasterUserPassword enabled.",
      );
    }
    checkPassword(password);
  } else if (isManaged === false && cluster.masterSecret !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'You must specify MasterUserPassword when you turn off ManageMasterUserPassword.',
    );
  }
}

/** Deletion protection and tags change at once (Aurora User Guide, Modifying an Aurora cluster: applied immediately). */
function takesTime(input: ModifyDBClusterMessage): boolean {
  const slow = [
    input.DBClusterParameterGroupName,
    input.VpcSecurityGroupIds,
    input.BackupRetentionPeriod,
    input.ServerlessV2ScalingConfiguration,
    input.EnableIAMDatabaseAuthentication,
  ];
  return slow.some((value) => value !== undefined);
}

/** Refuses what AWS refuses, takes the final snapshot if one is asked for, and begins the deletion. */
export async function deleteCluster(region: Region, cluster: Cluster, input: DeleteDBClusterMessage): Promise<void> {
  onlyModelled('rds:DeleteDBCluster', input, [
    'DBClusterIdentifier',
    'SkipFinalSnapshot',
    'FinalDBSnapshotIdentifier',
    'DeleteAutomatedBackups',
  ]);
  if (cluster.deletionProtection) {
    throw new AwsError(
      'InvalidParameterCombination',
      'Cannot delete protected Cluster, please disable deletion protection and try again.',
    );
  }
  if (globalClustersOf(region.rds.world).of(cluster.arn) !== undefined) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      'This cluster is a part of a global cluster, please remove it from globalcluster first',
    );
  }
  const finalSnapshot = input.FinalDBSnapshotIdentifier;
  if (input.SkipFinalSnapshot !== true && finalSnapshot === undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
    );
  }
  if (input.SkipFinalSnapshot === true && finalSnapshot !== undefined) {
    throw new AwsError(
      'InvalidParameterCombination',
      'FinalDBSnapshotIdentifier cannot be specified when SkipFinalSnapshot is specified.',
    );
  }
  if (cluster.status === 'deleting') {
    throw new AwsError('InvalidDBClusterStateFault', `DB cluster ${cluster.identifier} is already being deleted.`);
  }
  // A stopped cluster can go once it has no instance, and loses none before it is started (User Guide, Stopping and starting).
  if (isAsleep(cluster) && region.rds.instances.of(cluster).length > 0) throw inState(cluster);
  if (region.rds.instances.of(cluster).some((instance) => instance.status !== 'deleting')) {
    throw new AwsError(
      'InvalidDBClusterStateFault',
      'Cluster cannot be deleted, it still contains DB instances in non-deleting state.',
    );
  }
  if (finalSnapshot !== undefined) {
    const id = checkIdentifier('FinalDBSnapshotIdentifier', finalSnapshot);
    const snapshot = await region.rds.takeSnapshot(cluster.arn, id);
    const durationMs = region.world.durations.drawMs('auroraClusterSnapshot');
    cluster.finalSnapshot = sleepInRegions([region], durationMs).then((isLit) => {
      if (isLit) region.rds.finishSnapshot(snapshot);
    });
  }
  region.rds.clusters.delete(cluster);
}

const MODIFY_PARAMETERS = [
  'DBClusterIdentifier',
  'EngineVersion',
  'AllowMajorVersionUpgrade',
  'ApplyImmediately',
  'BackupRetentionPeriod',
  'DBClusterParameterGroupName',
  'VpcSecurityGroupIds',
  'MasterUserPassword',
  'EnableIAMDatabaseAuthentication',
  'DeletionProtection',
  'CopyTagsToSnapshot',
  'ServerlessV2ScalingConfiguration',
  'ManageMasterUserPassword',
  'MasterUserSecretKmsKeyId',
] as const;
