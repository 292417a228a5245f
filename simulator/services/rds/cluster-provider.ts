import * as z from 'zod';
import { type Access, AwsError } from '../../service';
import type { ExistingRequest, ProviderRequest, ProviderResult, ResourceProvider } from '../cloudformation/provider';
import { mergeTags, parseProperties, TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';
import { accessOn, managedPasswordAccess, requestTags } from './access';
import { checkScaling } from './arguments';
import { checkEngine } from './engine-versions';
import { keyAccess } from './key-access';
import type { Cluster } from './model';
import { deleteCluster, modifyCluster } from './modify-cluster';

const TYPE = 'AWS::RDS::DBCluster';

const Properties = z.strictObject({
  DBClusterIdentifier: z.string().optional(),
  Engine: z.string(),
  EngineVersion: z.string().optional(),
  EngineMode: z.literal('provisioned').optional(),
  DatabaseName: z.string().optional(),
  MasterUsername: z.string().default('postgres'),
  MasterUserPassword: z.string().optional(),
  ManageMasterUserPassword: TemplateBoolean.default(false),
  MasterUserSecret: z.strictObject({ KmsKeyId: z.string().optional() }).optional(),
  DBSubnetGroupName: z.string().optional(),
  DBClusterParameterGroupName: z.string().optional(),
  VpcSecurityGroupIds: z.array(z.string()).optional(),
  StorageEncrypted: TemplateBoolean.default(false),
  KmsKeyId: z.string().optional(),
  Port: TemplateNumber.optional(),
  DeletionProtection: TemplateBoolean.default(false),
  CopyTagsToSnapshot: TemplateBoolean.optional(),
  BackupRetentionPeriod: TemplateNumber.optional(),
  PreferredBackupWindow: z.string().optional(),
  PreferredMaintenanceWindow: z.string().optional(),
  EnableHttpEndpoint: TemplateBoolean.default(false),
  EnableIAMDatabaseAuthentication: TemplateBoolean.optional(),
  EnableCloudwatchLogsExports: z.array(z.string()).optional(),
  ServerlessV2ScalingConfiguration: z
    .strictObject({
      MinCapacity: TemplateNumber.optional(),
      MaxCapacity: TemplateNumber.optional(),
      SecondsUntilAutoPause: TemplateNumber.optional(),
    })
    .optional(),
  StorageType: z.literal('aurora').optional(),
  AutoMinorVersionUpgrade: TemplateBoolean.optional(),
  Tags: TagList.optional(),
});

type ClusterProperties = z.infer<typeof Properties>;

export const clusterProvider: ResourceProvider = {
  type: TYPE,
  access: clusterAccess,
  async create(request) {
    const properties = parseProperties(TYPE, Properties, request.properties);
    checkEngine(properties.Engine);
    if (!properties.ManageMasterUserPassword && properties.MasterUserPassword === undefined) {
      throw new AwsError(
        'InvalidParameterCombination',
        'MasterUserPassword: write one, or ManageMasterUserPassword: true',
      );
    }
    const { clusters } = request.region.rds;
    const cluster = clusters.create({
      identifier: properties.DBClusterIdentifier ?? request.generateName(63).toLowerCase(),
      engineVersion: properties.EngineVersion,
      databaseName: properties.DatabaseName,
      masterUsername: properties.MasterUsername,
      masterPassword: properties.ManageMasterUserPassword ? undefined : properties.MasterUserPassword,
      masterSecretKmsKeyId: properties.MasterUserSecret?.KmsKeyId,
      subnetGroup: properties.DBSubnetGroupName,
      parameterGroup: properties.DBClusterParameterGroupName,
      vpcSecurityGroupIds: properties.VpcSecurityGroupIds,
      storageEncrypted: properties.StorageEncrypted,
      kmsKeyId: properties.KmsKeyId,
      port: properties.Port,
      deletionProtection: properties.DeletionProtection,
      copyTagsToSnapshot: properties.CopyTagsToSnapshot,
      backupRetentionPeriod: properties.BackupRetentionPeriod,
      iamAuthentication: properties.EnableIAMDatabaseAuthentication,
      logExports: properties.EnableCloudwatchLogsExports,
      scaling: checkScaling(properties.ServerlessV2ScalingConfiguration),
      httpEndpointEnabled: properties.EnableHttpEndpoint,
      tags: mergeTags(request.stackTags, properties.Tags),
    });
    await cluster.settled;
    return resultOf(cluster);
  },
  async update(request) {
    const cluster = request.region.rds.clusters.get(request.physicalId);
    await applyChanges(request, cluster);
    return resultOf(cluster);
  },
  async delete(request) {
    const { rds } = request.region;
    const cluster = rds.clusters.find(request.physicalId);
    if (cluster === undefined) return;
    if (cluster.status !== 'deleting') {
      await deleteCluster(rds, cluster, { DBClusterIdentifier: cluster.identifier, SkipFinalSnapshot: true });
    }
    await cluster.settled;
  },
};

/** What can change without making another cluster; anything else is refused rather than replaced. */
const CHANGEABLE: readonly (keyof ClusterProperties)[] = [
  'DeletionProtection',
  'ServerlessV2ScalingConfiguration',
  'BackupRetentionPeriod',
  'CopyTagsToSnapshot',
  'VpcSecurityGroupIds',
  'DBClusterParameterGroupName',
  'EnableHttpEndpoint',
  'Tags',
];

async function applyChanges(request: ExistingRequest, cluster: Cluster): Promise<void> {
  const { rds } = request.region;
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
  const input = Object.fromEntries(
    changed.filter((name) => name !== 'Tags' && name !== 'EnableHttpEndpoint').map((name) => [name, now[name]]),
  );
  modifyCluster(rds, request.region, cluster, { DBClusterIdentifier: cluster.identifier, ...input });
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
  const on = (action: string) => accessOn(region.rds, region, action, 'cluster', identifier);
  if (change === 'delete') return [on('rds:DeleteDBCluster')];
  if (change === 'update') return [on('rds:ModifyDBCluster')];
  const tags = mergeTags(request.stackTags, properties.Tags);
  return [
    { ...on('rds:CreateDBCluster'), conditions: requestTags(tags) },
    ...(properties.ManageMasterUserPassword
      ? managedPasswordAccess(region, properties.MasterUserSecret?.KmsKeyId)
      : []),
    ...keyAccess(region, properties.KmsKeyId, ['kms:DescribeKey', 'kms:CreateGrant']),
  ];
}
