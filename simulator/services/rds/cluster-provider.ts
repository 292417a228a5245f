import type { DeleteDBClusterMessage } from '@aws-sdk/client-rds';
import { type Access, AwsError } from '../../service';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties } from '../provider-properties';
import { accessOn, managedPasswordAccess, requestTags } from './access';
import { checkScaling } from './arguments';
import { type ClusterProperties, CREATE_ONLY, Properties, TYPE } from './cluster-properties';
import type { ClusterOptions } from './cluster-options';
import { checkClusterRequest, checkMasterUser } from './cluster-rules';
import { checkEngine } from './engine-versions';
import { globalClustersOf, noManagedPassword } from './global-clusters';
import { detach } from './global-failover';
import { keyAccess } from './key-access';
import { checkPassword } from './master-user';
import type { Cluster } from './model';
import { deleteCluster, modifyCluster } from './modify-cluster';
import { regionOf } from './replication';

export const clusterProvider: ResourceProvider = {
  type: TYPE,
  createOnly: CREATE_ONLY,
  nameProperty: 'DBClusterIdentifier',
  calls: {
    service: 'rds',
    create: ['CreateDBCluster', 'DescribeDBClusters'],
    update: ['ModifyDBCluster', 'DescribeDBClusters'],
    delete: ['DeleteDBCluster'],
  },
  access: clusterAccess,
  async create(request) {
    const properties = parseProperties(TYPE, Properties, request.properties);
    checkEngine(properties.Engine);
    checkClusterRequest(properties);
    if (properties.GlobalClusterIdentifier !== undefined) {
      const secondary = createSecondary(request, properties, properties.GlobalClusterIdentifier);
      await secondary.settled;
      return resultOf(secondary);
    }
    const masterUsername = checkMasterUser(properties);
    if (properties.MasterUserPassword !== undefined) checkPassword(properties.MasterUserPassword);
    const { clusters } = request.region.rds;
    const cluster = clusters.create({
      ...optionsOf(request, properties),
      databaseName: properties.DatabaseName,
      masterUsername,
      masterPassword: properties.ManageMasterUserPassword ? undefined : properties.MasterUserPassword,
      masterSecretKmsKeyId: properties.MasterUserSecret?.KmsKeyId,
      storageEncrypted: properties.StorageEncrypted,
      httpEndpointEnabled: properties.EnableHttpEndpoint,
    });
    await cluster.settled;
    return resultOf(cluster);
  },
  async update(request) {
    const cluster = request.region.rds.clusters.get(request.physicalId);
    await applyChanges(request, cluster);
    return resultOf(cluster);
  },
  delete: (request) => remove(request, { SkipFinalSnapshot: true }),
  deleteWithSnapshot: (request, snapshotName) => remove(request, { FinalDBSnapshotIdentifier: snapshotName }),
};

async function remove(
  request: ExistingRequest,
  snapshot: Pick<DeleteDBClusterMessage, 'SkipFinalSnapshot' | 'FinalDBSnapshotIdentifier'>,
): Promise<void> {
  const { region } = request;
  const cluster = region.rds.clusters.find(request.physicalId);
  if (cluster === undefined) return;
  const global = globalClustersOf(region.world).of(cluster.arn);
  if (global !== undefined) {
    detach(region, global, cluster);
    await cluster.settled;
  }
  if (cluster.status !== 'deleting') {
    await deleteCluster(region, cluster, { DBClusterIdentifier: cluster.identifier, ...snapshot });
  }
  await cluster.settled;
}

/** A secondary takes its user, its password and its databases from the primary, so none may be given. */
function createSecondary(request: ProviderRequest, properties: ClusterProperties, globalIdentifier: string): Cluster {
  const given = (['MasterUsername', 'MasterUserPassword', 'DatabaseName'] as const).filter(
    (name) => properties[name] !== undefined,
  );
  const globals = globalClustersOf(request.region.world);
  const global = globals.get(globalIdentifier);
  if (properties.ManageMasterUserPassword) throw noManagedPassword(global.identifier);
  if (given.length > 0) {
    throw new AwsError(
      'InvalidParameterCombination',
      `Cannot specify ${given.join(', ')} for cross region replication cluster`,
    );
  }
  const primary = globals.primaryOf(global);
  if (regionOf(primary.arn) === request.region.name) {
    throw new AwsError(
      'InvalidParameterCombination',
      `The global cluster ${global.identifier} has a cluster in ${request.region.name} already`,
    );
  }
  if ((properties.SourceRegion ?? regionOf(primary.arn)) !== regionOf(primary.arn)) {
    throw new AwsError('InvalidParameterValue', `SourceRegion: write ${regionOf(primary.arn)}, where the primary is`);
  }
  if ((properties.EngineVersion ?? global.engineVersion) !== global.engineVersion) {
    throw new AwsError(
      'InvalidParameterCombination',
      `EngineVersion: write ${global.engineVersion}, as the global cluster has it`,
    );
  }
  const secondary = request.region.rds.clusters.createSecondary(optionsOf(request, properties), primary);
  secondary.httpEndpointEnabled = properties.EnableHttpEndpoint;
  globals.join(global, secondary);
  return secondary;
}

/** What every cluster takes. */
function optionsOf(request: ProviderRequest, properties: ClusterProperties): ClusterOptions {
  return {
    identifier: properties.DBClusterIdentifier ?? request.generateName(63).toLowerCase(),
    engineVersion: properties.EngineVersion,
    subnetGroup: properties.DBSubnetGroupName,
    parameterGroup: properties.DBClusterParameterGroupName,
    vpcSecurityGroupIds: properties.VpcSecurityGroupIds,
    kmsKeyId: properties.KmsKeyId,
    port: properties.Port,
    deletionProtection: properties.DeletionProtection,
    copyTagsToSnapshot: properties.CopyTagsToSnapshot,
    backupRetentionPeriod: properties.BackupRetentionPeriod,
    iamAuthentication: properties.EnableIAMDatabaseAuthentication,
    logExports: properties.EnableCloudwatchLogsExports,
    storageType: properties.StorageType,
    scaling: checkScaling(properties.ServerlessV2ScalingConfiguration),
    tags: mergeTags(request.stackTags, properties.Tags),
  };
}

/** What can change without making another cluster; anything else is refused rather than replaced. */
const CHANGEABLE: readonly (keyof ClusterProperties)[] = [
  'EngineVersion',
  'DeletionProtection',
  'ServerlessV2ScalingConfiguration',
  'BackupRetentionPeriod',
  'CopyTagsToSnapshot',
  'VpcSecurityGroupIds',
  'DBClusterParameterGroupName',
  'EnableHttpEndpoint',
  'MasterUserPassword',
  'Tags',
];

async function applyChanges(request: ExistingRequest, cluster: Cluster): Promise<void> {
  const now = parseProperties(TYPE, Properties, request.properties);
  const before = parseProperties(TYPE, Properties, request.previousProperties);
  const changed = (Object.keys(Properties.shape) as (keyof ClusterProperties)[]).filter(
    (name) => JSON.stringify(now[name]) !== JSON.stringify(before[name]),
  );
  const unchangeable = changed.filter((name) => !CHANGEABLE.includes(name));
  if (unchangeable.length > 0) {
    throw new AwsError(
      'NotModelled',
      `Changing ${unchangeable.join(', ')} of ${TYPE} is not modelled by the simulator (docs/SIMULATOR.md)`,
    );
  }
  cluster.tags = mergeTags(request.stackTags, now.Tags);
  cluster.httpEndpointEnabled = now.EnableHttpEndpoint;
  // The retention goes along with every update, also of the tags alone: the template's, or the type's default
  // (aws-cloudformation-resource-providers-rds, "Unable to update AWS::RDS::DBCluster tags").
  const input = {
    ...Object.fromEntries(
      changed.filter((name) => name !== 'Tags' && name !== 'EnableHttpEndpoint').map((name) => [name, now[name]]),
    ),
    BackupRetentionPeriod: now.BackupRetentionPeriod ?? 1,
    // As AWS's handler has it for another version (aws-cloudformation-resource-providers-rds).
    AllowMajorVersionUpgrade: changed.includes('EngineVersion') ? true : undefined,
  };
  modifyCluster(request.region, cluster, { DBClusterIdentifier: cluster.identifier, ...input });
  await cluster.settled;
}

function resultOf(cluster: Cluster): ProviderResult {
  if (cluster.status !== 'available') {
    throw new AwsError('NotStabilized', `DB cluster ${cluster.identifier} is in status ${cluster.status}`);
  }
  return {
    physicalId: cluster.identifier,
    attributes: {
      DBClusterArn: cluster.arn,
      DBClusterResourceId: cluster.resourceId,
      'Endpoint.Address': cluster.endpoint,
      'Endpoint.Port': String(cluster.port),
      'ReadEndpoint.Address': cluster.readerEndpoint,
      ...(cluster.masterSecret === undefined ? {} : { 'MasterUserSecret.SecretArn': cluster.masterSecret.arn }),
    },
  };
}

function clusterAccess(request: ProviderRequest, change: 'create' | 'update' | 'delete'): readonly Access[] {
  const { region } = request;
  const properties = parseProperties(TYPE, Properties, request.properties);
  const identifier = properties.DBClusterIdentifier ?? '*';
  const on = (action: string) => accessOn(region, action, 'cluster', identifier);
  if (change === 'delete') return [on('rds:DeleteDBCluster')];
  if (change === 'update') return [on('rds:ModifyDBCluster')];
  const tags = mergeTags(request.stackTags, properties.Tags);
  return [
    { ...on('rds:CreateDBCluster'), conditions: requestTags(tags) },
    ...(properties.GlobalClusterIdentifier === undefined
      ? []
      : [accessOn(region, 'rds:CreateDBCluster', 'global-cluster', properties.GlobalClusterIdentifier)]),
    ...(properties.ManageMasterUserPassword
      ? managedPasswordAccess(region, properties.MasterUserSecret?.KmsKeyId)
      : []),
    ...keyAccess(region, properties.KmsKeyId, ['kms:DescribeKey', 'kms:CreateGrant']),
  ];
}
