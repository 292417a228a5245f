import type { DBCluster, DBClusterSnapshot, DBInstance, DBSubnetGroup } from '@aws-sdk/client-rds';
import type { Region } from '../../world';
import { tagList } from './arguments';
import { globalClustersOf } from './global-clusters';
import { restorableTimes } from './point-in-time';
import type { Cluster, ClusterSnapshot, Instance, SubnetGroup } from './model';

/** A cluster as DescribeDBClusters shows it. */
export function describeCluster(region: Region, cluster: Cluster): DBCluster {
  const instances = region.rds.instances.of(cluster);
  return {
    AllocatedStorage: 1,
    AvailabilityZones: [...cluster.availabilityZones],
    BackupRetentionPeriod: cluster.backupRetentionPeriod,
    AwsBackupRecoveryPointArn: cluster.awsBackupRecoveryPointArn,
    DatabaseName: cluster.databaseName,
    DBClusterIdentifier: cluster.identifier,
    DBClusterParameterGroup: cluster.parameterGroup,
    DBSubnetGroup: cluster.subnetGroup,
    Status: cluster.status,
    PercentProgress: percentProgress(cluster, region.world.scheduler.now()),
    Endpoint: cluster.endpoint,
    ReaderEndpoint: cluster.readerEndpoint,
    MultiAZ: new Set(instances.map((instance) => instance.availabilityZone)).size > 1,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: 'provisioned',
    Port: cluster.port,
    MasterUsername: cluster.masterUsername,
    MasterUserSecret: cluster.masterSecret && {
      SecretArn: cluster.masterSecret.arn,
      SecretStatus: cluster.masterSecret.status,
      KmsKeyId: cluster.masterSecret.kmsKeyArn,
    },
    DBClusterMembers: instances.map((instance) => ({
      DBInstanceIdentifier: instance.identifier,
      IsClusterWriter: instance.isWriter,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: instance.promotionTier,
    })),
    VpcSecurityGroups: securityGroups(cluster).map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    StorageEncrypted: cluster.storageEncrypted,
    KmsKeyId: cluster.kmsKeyArn,
    DbClusterResourceId: cluster.resourceId,
    DBClusterArn: cluster.arn,
    AssociatedRoles: [],
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    ClusterCreateTime: cluster.createdAt,
    EnabledCloudwatchLogsExports: cluster.logExports.length === 0 ? undefined : [...cluster.logExports],
    DeletionProtection: cluster.deletionProtection,
    HttpEndpointEnabled: cluster.httpEndpointEnabled,
    CopyTagsToSnapshot: cluster.copyTagsToSnapshot,
    TagList: tagList(cluster.tags),
    ServerlessV2ScalingConfiguration: cluster.scaling,
    GlobalClusterIdentifier: globalClustersOf(region.world).of(cluster.arn)?.identifier,
    ...restorableTimes(cluster, region.world.scheduler.now()),
    NetworkType: 'IPV4',
    StorageType: cluster.storageType,
  };
}

export function describeInstance(region: Region, instance: Instance): DBInstance {
  const cluster = region.rds.clusters.get(instance.clusterIdentifier);
  return {
    DBInstanceIdentifier: instance.identifier,
    DBInstanceArn: instance.arn,
    DbiResourceId: instance.resourceId,
    DBClusterIdentifier: instance.clusterIdentifier,
    DBInstanceClass: instance.instanceClass,
    DBInstanceStatus: instance.status,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    // No endpoint before the instance runs (RDS API Reference, DBInstance).
    Endpoint:
      instance.status === 'creating'
        ? undefined
        : { Address: instance.endpoint, Port: cluster.port, HostedZoneId: undefined },
    MasterUsername: cluster.masterUsername,
    DBName: cluster.databaseName,
    InstanceCreateTime: instance.createdAt,
    AvailabilityZone: instance.availabilityZone,
    PromotionTier: instance.promotionTier,
    PubliclyAccessible: instance.publiclyAccessible,
    StorageEncrypted: cluster.storageEncrypted,
    KmsKeyId: cluster.kmsKeyArn,
    DBParameterGroups: [{ DBParameterGroupName: instance.parameterGroup, ParameterApplyStatus: 'in-sync' }],
    VpcSecurityGroups: securityGroups(cluster).map((id) => ({ VpcSecurityGroupId: id, Status: 'active' })),
    TagList: tagList(instance.tags),
    MultiAZ: false,
    StorageType: cluster.storageType,
  };
}

export function describeSnapshot(snapshot: ClusterSnapshot): DBClusterSnapshot {
  return {
    DBClusterSnapshotIdentifier: snapshot.id,
    DBClusterSnapshotArn: snapshot.arn,
    StorageType: snapshot.storageType,
    DBClusterIdentifier: snapshot.clusterIdentifier,
    DbClusterResourceId: snapshot.clusterResourceId,
    ClusterCreateTime: snapshot.clusterCreatedAt,
    SnapshotCreateTime: snapshot.createdAt,
    // AWS Backup's snapshots of a cluster are manual ones (RDS API Reference, DescribeDBClusterSnapshots).
    SnapshotType: snapshot.type,
    Engine: snapshot.engine,
    EngineVersion: snapshot.engineVersion,
    EngineMode: 'provisioned',
    MasterUsername: snapshot.masterUsername,
    Port: snapshot.port,
    Status: snapshot.status,
    PercentProgress: snapshot.status === 'available' ? 100 : 0,
    AllocatedStorage: 1,
    StorageEncrypted: snapshot.storageEncrypted,
    KmsKeyId: snapshot.kmsKeyArn,
    SourceDBClusterSnapshotArn: snapshot.sourceArn,
    BackupRetentionPeriod: snapshot.backupRetentionPeriod,
    IAMDatabaseAuthenticationEnabled: false,
    TagList: tagList(snapshot.tags),
  };
}

/** @param zoneOf the availability zone of a subnet */
export function describeSubnetGroup(group: SubnetGroup, zoneOf: (subnetId: string) => unknown): DBSubnetGroup {
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupArn: group.arn,
    DBSubnetGroupDescription: group.description,
    SubnetGroupStatus: 'Complete',
    Subnets: group.subnetIds.map((SubnetIdentifier) => {
      const zone = zoneOf(SubnetIdentifier);
      return {
        SubnetIdentifier,
        SubnetStatus: 'Active',
        ...(typeof zone === 'string' && { SubnetAvailabilityZone: { Name: zone } }),
      };
    }),
  };
}

/** Without groups of its own a cluster is in its VPC's default one, which lets nothing in from elsewhere. */
function securityGroups(cluster: Cluster): readonly string[] {
  return cluster.vpcSecurityGroupIds.length > 0 ? cluster.vpcSecurityGroupIds : ['sg-default'];
}

function percentProgress(cluster: Cluster, nowMs: number): string | undefined {
  if (cluster.progress === undefined) return undefined;
  const { startMs, endMs } = cluster.progress;
  const share = endMs === startMs ? 1 : (nowMs - startMs) / (endMs - startMs);
  return String(Math.min(99, Math.floor(share * 100)));
}
