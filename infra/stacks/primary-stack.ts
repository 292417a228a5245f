import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ClusterInstance, DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { bundleOf } from '../bundle';
import { batchReplicationRole } from '../constructs/batch-replication-role';
import { letDistributionsRead } from '../constructs/frontend-readers';
import { ServerlessCache } from '../constructs/serverless-cache';
import { auroraEngine, auroraParameters } from '../constructs/aurora-parameters';
import { backupLiveness } from '../constructs/backup-liveness';
import { BackupSignalsToStandby } from '../constructs/backup-signals-to-standby';
import { BackupToStandby } from '../constructs/backup-to-standby';
import { functionLogGroup } from '../constructs/bundled-function';
import { IsolatedNetwork } from '../constructs/isolated-network';
import { ManifestRecorder } from '../constructs/manifest-recorder';
import { privateBucket } from '../constructs/private-bucket';
import { WorkloadApi } from '../constructs/workload-api';
import { WorkloadFunction, workloadRole } from '../constructs/workload-function';
import { WORKLOAD_ENTRY } from '../entries';
import { namesOf } from '../names';
import { PilotLightStack, type PilotLightStackProps } from './pilot-light-stack';

/** The workload where it lives, and the backups that leave the region every hour. */
export class PrimaryStack extends PilotLightStack {
  constructor(scope: Construct, id: string, props: PilotLightStackProps) {
    const { env, config, bundles } = props;
    super(scope, id, props, { description: 'Pilot Light: the workload in its primary region, and its backups' });
    const names = namesOf(config);

    const network = new IsolatedNetwork(this, 'Network', { cidr: config.network.primaryCidr, groups: ['database'] });
    const key = new Key(this, 'Key', {
      description: 'The primary cluster, its snapshots and its backup vault',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const cluster = new DatabaseCluster(this, 'Cluster', {
      clusterIdentifier: names.primaryCluster,
      engine: auroraEngine(config.cluster.engineVersion),
      writer: ClusterInstance.serverlessV2('Writer', {
        instanceIdentifier: `${names.primaryCluster}-writer`,
        availabilityZone: `${env.region}${config.network.zones[0]}`,
      }),
      readers: [
        ClusterInstance.serverlessV2('Reader', {
          instanceIdentifier: `${names.primaryCluster}-reader`,
          availabilityZone: `${env.region}${config.network.zones[1]}`,
          scaleWithWriter: true,
        }),
      ],
      serverlessV2MinCapacity: config.cluster.minCapacity,
      serverlessV2MaxCapacity: config.cluster.maxCapacity,
      defaultDatabaseName: config.cluster.databaseName,
      parameterGroup: auroraParameters(this, 'ClusterParameters', config.cluster.engineVersion),
      vpc: network.vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [network.closedSecurityGroup('DatabaseSecurityGroup', 'The database')],
      storageEncrypted: true,
      storageEncryptionKey: key,
      enableDataApi: true,
      manageMasterUserPassword: true,
      backup: { retention: Duration.days(config.cluster.backupRetentionDays) },
      copyTagsToSnapshot: true,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    if (cluster.secret === undefined)
      throw new Error('The cluster has no managed password: manageMasterUserPassword is off');
    const { secretArn } = cluster.secret;

    new StringParameter(this, 'ClusterArnParameter', {
      parameterName: names.parameters.clusterArn,
      description: 'Where the workload finds its database',
      stringValue: cluster.clusterArn,
    });
    new StringParameter(this, 'SecretArnParameter', {
      parameterName: names.parameters.secretArn,
      description: 'Where the workload finds the password of its database',
      stringValue: secretArn,
    });

    const { engine } = config.cache;
    if (engine !== 'none') {
      new ServerlessCache(this, 'Cache', {
        config,
        engine,
        cacheName: names.primaryCache,
        subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
        securityGroupId: network.cacheSecurityGroup().securityGroupId,
        keyArn: key.keyArn,
      });
    }

    const logGroup = functionLogGroup(this, 'WorkloadLogs', names.workloadFunction);
    const { api } = new WorkloadApi(this, 'Http', {
      config,
      apiName: `${config.name}-primary`,
      regionalName: config.traffic.primaryName,
    });
    new WorkloadFunction(this, 'Workload', {
      config,
      bundle: bundleOf(bundles, WORKLOAD_ENTRY),
      api,
      logGroup,
      role: workloadRole(this, 'WorkloadRole', {
        config,
        region: env.region,
        logGroup,
        clusterArn: names.primaryClusterArn,
        secretArn,
      }),
    });

    const frontend = privateBucket(this, 'Frontend', {
      bucketName: names.frontendBucket,
      replicationRules: [
        {
          id: 'to-standby',
          destination: Bucket.fromBucketName(this, 'Replica', names.replicaBucket),
          // What is deleted here is deleted there: the replica serves what the primary would.
          deleteMarkerReplication: true,
        },
      ],
    });
    batchReplicationRole(this, 'BatchReplication', config, frontend);
    if (config.frontend.cdn) letDistributionsRead(frontend, config);
    new ManifestRecorder(this, 'Manifest', {
      config,
      bundles,
      clusterArn: names.primaryClusterArn,
      secretArn,
      bucket: frontend,
    });
    const backup = new BackupToStandby(this, 'Backup', { config, key, cluster });
    new BackupSignalsToStandby(this, 'BackupSignals', { config });
    backupLiveness(this, config);

    new CfnOutput(this, 'ClusterIdentifier', { value: cluster.clusterIdentifier });
    new CfnOutput(this, 'ClusterArn', { value: cluster.clusterArn });
    new CfnOutput(this, 'BackupVaultName', { value: backup.vault.backupVaultName });
    new CfnOutput(this, 'ApiEndpoint', { value: api.apiEndpoint });
    new CfnOutput(this, 'FrontendBucketName', { value: frontend.bucketName });
  }
}
