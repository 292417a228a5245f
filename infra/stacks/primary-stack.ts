import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { backupLivenessAlarm } from '../factories/backup-liveness-alarm';
import { BackupSignalsToStandby } from '../constructs/backup-signals-to-standby';
import { BackupToStandby } from '../constructs/backup-to-standby';
import { existingWorkload } from '../workloads/existing-workload';
import { globalCluster } from '../factories/global-cluster';
import { KeyAttempts } from '../constructs/key-attempts';
import { ManifestRecorder } from '../constructs/manifest-recorder';
import { notificationTopic } from '../factories/notification-topic';
import { referenceWorkload } from '../workloads/reference-workload';
import { WorkloadMonitoring } from '../constructs/workload-monitoring';
import { namesOf } from '../names';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

/** What protects a workload where it lives: backups that leave the region every hour, and who hears of their failures. */
export class PrimaryStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: PilotLightStackProps) {
    const { config, bundles } = props;
    super(scope, id, props, {
      description: 'Pilot Light: the workload in its primary region, and its backups',
      // Its cluster is protected, the instances of the cluster are not: a deletion would get as far as them.
      terminationProtection: true,
    });
    const names = namesOf(config);

    const workload =
      config.workload.kind === 'existing'
        ? existingWorkload(this, { config, workload: config.workload })
        : referenceWorkload(this, { config, bundles, workload: config.workload });
    const { clusterArn, clusterIdentifier, readerSecretArn, clusterKey, replicatedBucket, served } = workload;

    if (config.database === 'global')
      globalCluster(this, 'GlobalCluster', {
        globalClusterIdentifier: names.globalCluster,
        sourceDbClusterIdentifier: clusterIdentifier,
      });
    const backup = new BackupToStandby(this, 'Backup', { config, key: clusterKey, clusterArn });
    const topic = notificationTopic(this, 'AlarmTopic', {
      config,
      topicName: names.alarmTopic,
      displayName: 'Pilot Light alarms',
    });
    const keys = config.workload.kind === 'existing' ? [backup.vaultKey] : [clusterKey, backup.vaultKey];
    new KeyAttempts(this, 'KeyAttempts', { config, keys, topic });
    const manifest = new ManifestRecorder(this, 'Manifest', {
      config,
      bundles,
      clusterArn: names.primaryClusterArn,
      secretArn: readerSecretArn,
      bucket: replicatedBucket,
      topic,
    });
    const signals = new BackupSignalsToStandby(this, 'BackupSignals', { config, topic });
    const otherAlarms = [...signals.alarms, backupLivenessAlarm(this, 'BackupsCompleted', { config }), manifest.alarm];
    // A workload that runs already has its own alarms; its backups are watched all the same.
    if (served !== undefined) {
      new WorkloadMonitoring(this, 'Monitoring', {
        config,
        topic,
        ...served,
        region: props.env.region,
        auroraDimensions: { DBClusterIdentifier: names.primaryCluster },
        vaultName: names.primaryVault,
        otherAlarms,
      });
    }
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn });

    new CfnOutput(this, 'ClusterIdentifier', { value: clusterIdentifier });
    new CfnOutput(this, 'ClusterArn', { value: clusterArn });
    new CfnOutput(this, 'BackupVaultName', { value: backup.vault.backupVaultName });
  }
}
