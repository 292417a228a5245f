import { CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ClusterInstance, DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { bundleOf } from '../bundle';
import { WORKLOAD_ENTRY } from '../entries';
import { namesOf } from '../names';
import type { PilotLightStackProps } from '../stacks/pilot-light-stack';
import { AccessLogs } from './access-logs';
import { auroraEngine, auroraParameters } from './aurora-parameters';
import { batchReplicationRole } from './batch-replication-role';
import { functionLogGroup } from './bundled-function';
import { clusterLogs } from './cluster-logs';
import { letDistributionsRead } from './frontend-readers';
import { keepPassword, masterUser } from './global-database';
import { IsolatedNetwork } from './isolated-network';
import { privateBucket } from './private-bucket';
import type { ProtectedWorkload } from './protected-workload';
import { ServerlessCache } from './serverless-cache';
import { WorkloadApi } from './workload-api';
import { WorkloadFunction, workloadRole } from './workload-function';

/** The reference workload where it lives: database, cache, API and frontend. */
export function referenceWorkload(stack: Stack, { config, bundles, env }: PilotLightStackProps): ProtectedWorkload {
  const names = namesOf(config);

  const network = new IsolatedNetwork(stack, 'Network', { cidr: config.network.primaryCidr, groups: ['database'] });
  const key = new Key(stack, 'Key', {
    description: 'The primary cluster and its snapshots',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const cluster = new DatabaseCluster(stack, 'Cluster', {
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
    parameterGroup: auroraParameters(stack, 'ClusterParameters', config.cluster.engineVersion),
    vpc: network.vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    securityGroups: [network.closedSecurityGroup('DatabaseSecurityGroup', 'The database')],
    storageEncrypted: true,
    storageEncryptionKey: key,
    enableDataApi: true,
    ...masterUser(config),
    backup: { retention: Duration.days(config.cluster.backupRetentionDays) },
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: ['postgresql'],
    deletionProtection: true,
    // Whoever takes the protection off and then the stack away leaves a last snapshot behind.
    removalPolicy: RemovalPolicy.SNAPSHOT,
  });
  cluster.node.addDependency(clusterLogs(stack, 'ClusterLogs', names.primaryCluster));
  if (cluster.secret === undefined) throw new Error('The cluster has no secret: its password would be in the template');
  const { secretArn } = cluster.secret;
  keepPassword(config, cluster);

  new StringParameter(stack, 'ClusterArnParameter', {
    parameterName: names.parameters.clusterArn,
    description: 'Where the workload finds its database',
    stringValue: cluster.clusterArn,
  });
  new StringParameter(stack, 'SecretArnParameter', {
    parameterName: names.parameters.secretArn,
    description: 'Where the workload finds the password of its database',
    stringValue: secretArn,
  });

  const { engine } = config.cache;
  if (engine !== 'none') {
    new ServerlessCache(stack, 'Cache', {
      config,
      engine,
      cacheName: names.primaryCache,
      subnetIds: network.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupId: network.cacheSecurityGroup().securityGroupId,
      keyArn: key.keyArn,
    });
  }

  const logGroup = functionLogGroup(stack, 'WorkloadLogs', names.workloadFunction);
  const { api } = new WorkloadApi(stack, 'Http', {
    config,
    apiName: `${config.name}-primary`,
    regionalName: config.traffic.primaryName,
  });
  const { function: handler } = new WorkloadFunction(stack, 'Workload', {
    config,
    bundle: bundleOf(bundles, WORKLOAD_ENTRY),
    api,
    logGroup,
    role: workloadRole(stack, 'WorkloadRole', {
      config,
      region: env.region,
      logGroup,
      clusterArn: names.primaryClusterArn,
      ...(config.database === 'global' ? { databaseSecretArn: secretArn } : { managedSecretArn: secretArn }),
    }),
  });

  const accessLogs = new AccessLogs(stack, 'AccessLogs', {
    config,
    buckets: [names.frontendBucket],
    vpc: network.vpc,
  });
  const frontend = privateBucket(stack, 'Frontend', {
    bucketName: names.frontendBucket,
    accessLogBucket: names.accessLogBucket(env.region),
    replicationRules: [
      {
        id: 'to-standby',
        destination: Bucket.fromBucketName(stack, 'Replica', names.replicaBucket),
        // What is deleted here is deleted there: the replica serves what the primary would.
        deleteMarkerReplication: true,
      },
    ],
  });
  frontend.node.addDependency(accessLogs);
  batchReplicationRole(stack, 'BatchReplication', config, frontend);
  if (config.frontend.cdn) letDistributionsRead(frontend, config);

  new CfnOutput(stack, 'ApiEndpoint', { value: api.apiEndpoint });
  new CfnOutput(stack, 'FrontendBucketName', { value: frontend.bucketName });
  return {
    clusterArn: cluster.clusterArn,
    clusterIdentifier: cluster.clusterIdentifier,
    secretArn,
    clusterKey: key,
    replicatedBucket: frontend,
    served: { api, handler },
  };
}
