import { Annotations, CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { ClusterInstance, Credentials, DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { type Bundles, bundleOf } from '../bundle';
import type { ReferenceWorkload } from '../config/reference-workload';
import type { Config } from '../config/schema';
import { WORKLOAD_ENTRY } from '../entries';
import { namesOf } from '../names';
import { AccessLogs } from '../constructs/access-logs';
import { auroraEngine } from '../aurora-engine';
import { auroraParameters } from '../factories/aurora-parameters';
import { databaseSecrets, MASTER_USER } from '../factories/database-secrets';
import { batchReplicationRole } from '../factories/batch-replication-role';
import { functionLogGroup } from '../factories/function-log-group';
import { protectedKey } from '../factories/protected-key';
import { workloadRole } from '../factories/workload-role';
import { clusterLogs } from '../factories/cluster-logs';
import { auroraScaling } from './aurora-scaling';
import { letDistributionsRead } from './cloudfront-read-access';
import { IsolatedNetwork } from '../constructs/isolated-network';
import { privateBucket } from '../factories/private-bucket';
import type { ProtectedWorkload } from './protected-workload';
import { RoleKeeper } from '../constructs/role-keeper';
import { ServerlessCache } from '../constructs/serverless-cache';
import { WorkloadApi } from '../constructs/workload-api';
import { WorkloadFunction } from '../constructs/workload-function';

export interface ReferenceWorkloadProps {
  readonly config: Config;
  readonly bundles: Bundles;
  readonly workload: ReferenceWorkload;
}

/** The reference workload where it lives: database, cache, API and frontend. */
export function referenceWorkload(
  stack: Stack,
  { config, bundles, workload }: ReferenceWorkloadProps,
): ProtectedWorkload {
  const names = namesOf(config);

  const network = new IsolatedNetwork(stack, 'Network', { cidr: workload.cidr, groups: ['database'] });
  const key = protectedKey(stack, 'Key', { config, description: 'The primary cluster and its snapshots' });
  const { master, application, reader } = databaseSecrets(stack, 'Secret', { config });
  const cluster = new DatabaseCluster(stack, 'Cluster', {
    clusterIdentifier: names.primaryCluster,
    engine: auroraEngine(config.cluster.engineVersion),
    writer: ClusterInstance.serverlessV2('Writer', {
      instanceIdentifier: `${names.primaryCluster}-writer`,
      availabilityZone: `${stack.region}${config.network.zones[0]}`,
    }),
    readers: [
      ClusterInstance.serverlessV2('Reader', {
        instanceIdentifier: `${names.primaryCluster}-reader`,
        availabilityZone: `${stack.region}${config.network.zones[1]}`,
        scaleWithWriter: workload.reader === 'follows',
      }),
    ],
    ...auroraScaling(workload, config),
    defaultDatabaseName: config.cluster.databaseName,
    parameterGroup: auroraParameters(stack, 'ClusterParameters', { engineVersion: config.cluster.engineVersion }),
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [network.closedSecurityGroup('DatabaseSecurityGroup', 'The database')],
    storageEncrypted: true,
    storageEncryptionKey: key,
    enableDataApi: true,
    // Not attached to the cluster: the replica would name the endpoint of the region that is lost.
    credentials: Credentials.fromPassword(MASTER_USER, master.secretValueFromJson('password')),
    backup: { retention: Duration.days(config.cluster.backupRetentionDays) },
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: ['postgresql'],
    deletionProtection: true,
    // Whoever takes the protection off and then the stack away leaves a last snapshot behind.
    removalPolicy: RemovalPolicy.SNAPSHOT,
  });
  // What it costs to fail over to a reader that sleeps is said beside the setting, and by `pilotlight cost`.
  Annotations.of(cluster).acknowledgeWarning('@aws-cdk/aws-rds:noFailoverServerlessReaders');
  cluster.node.addDependency(clusterLogs(stack, 'ClusterLogs', { clusterIdentifier: names.primaryCluster }));
  if (config.backup.continuous) announceRetention(stack, config);

  new StringParameter(stack, 'RepairSecurityGroupParameter', {
    parameterName: names.parameters.repairSecurityGroup,
    description: 'The group of what is restored beside a damaged cluster',
    stringValue: network.closedSecurityGroup('RepairSecurityGroup', 'Restored beside a damaged cluster')
      .securityGroupId,
  });
  new StringParameter(stack, 'ClusterArnParameter', {
    parameterName: names.parameters.clusterArn,
    description: 'Where the workload finds its database',
    stringValue: cluster.clusterArn,
  });
  new StringParameter(stack, 'SecretArnParameter', {
    parameterName: names.parameters.secretArn,
    description: 'Where the workload finds the password of its database',
    stringValue: application.secretArn,
  });

  const { engine } = workload.cache;
  if (engine !== 'none') {
    new ServerlessCache(stack, 'Cache', {
      engine,
      limits: workload.cache,
      endpointParameter: names.parameters.cacheEndpoint,
      cacheName: names.primaryCache,
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupId: network.cacheSecurityGroup().securityGroupId,
      keyArn: key.keyArn,
    });
  }

  const logGroup = functionLogGroup(stack, 'WorkloadLogs', { functionName: names.workloadFunction });
  const { api } = new WorkloadApi(stack, 'Http', {
    config,
    apiName: `${config.name}-primary`,
    regionalName: config.traffic.primaryName,
    throttling: workload.throttling,
  });
  const { functionName } = new RoleKeeper(stack, 'Roles', { config, bundles });
  const { function: handler } = new WorkloadFunction(stack, 'Workload', {
    config,
    bundle: bundleOf(bundles, WORKLOAD_ENTRY),
    api,
    logGroup,
    role: workloadRole(stack, 'WorkloadRole', {
      config,
      region: stack.region,
      logGroup,
      clusters: [names.primaryClusterArn],
    }),
  });

  const accessLogs = new AccessLogs(stack, 'AccessLogs', {
    config,
    buckets: [names.frontendBucket],
    vpc: network.vpc,
  });
  const frontend = privateBucket(stack, 'Frontend', {
    bucketName: names.frontendBucket,
    accessLogBucket: names.accessLogBucket(stack.region),
    replicationRules: [
      {
        id: 'to-standby',
        // CDK writes a filter, and with a filter S3 wants a priority (S3 API Reference, PutBucketReplication).
        priority: 1,
        destination: Bucket.fromBucketName(stack, 'Replica', names.replicaBucket),
        // What is deleted here is deleted there: the replica serves what the primary would.
        deleteMarkerReplication: true,
      },
    ],
  });
  frontend.node.addDependency(accessLogs);
  batchReplicationRole(stack, 'BatchReplication', { config, bucket: frontend });
  if (workload.frontend.cdn) letDistributionsRead(frontend, config);

  new CfnOutput(stack, 'MasterSecretName', { value: names.secrets.master });
  new CfnOutput(stack, 'EnsureRolesFunctionName', { value: functionName });
  new CfnOutput(stack, 'FrontendBucketName', { value: frontend.bucketName });
  return {
    clusterArn: cluster.clusterArn,
    clusterIdentifier: cluster.clusterIdentifier,
    readerSecretArn: reader.secretArn,
    clusterKey: key,
    replicatedBucket: frontend,
    served: {
      api,
      handler,
      cacheName: engine === 'none' ? undefined : names.primaryCache,
      thresholds: workload.alarms,
      hasDashboard: workload.dashboard,
    },
  };
}

/**
 * While AWS Backup keeps a continuous backup of the cluster, RDS takes no other retention than the present one, which
 * follows the plan with the next backup (AWS Backup Developer Guide, Changing your retention period); and CloudFormation
 * puts the template's with every update of the cluster.
 */
function announceRetention(stack: Stack, config: Config): void {
  const { backup, cluster } = config;
  if (backup.retentionDays === cluster.backupRetentionDays) return;
  Annotations.of(stack).addWarningV2(
    'pilot-light:retention-of-the-cluster',
    `backup.retentionDays is ${backup.retentionDays}, cluster.backupRetentionDays ${cluster.backupRetentionDays}: the ` +
      `cluster takes over ${backup.retentionDays} with the next backup after the deployment. Then write that for ` +
      `cluster.backupRetentionDays, too, and deploy again. Until then no other change of ${namesOf(config).primaryCluster} can be deployed.`,
  );
}
