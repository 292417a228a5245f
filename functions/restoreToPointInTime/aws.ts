import { BackupClient } from '@aws-sdk/client-backup';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteDBClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBClusterSnapshotsCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  StartDBClusterCommand,
} from '@aws-sdk/client-rds';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, execute } from '../shared/data-api';
import { type Login, readLogin } from '../shared/logins';
import { readParameter } from '../shared/parameters';
import { readSuspension, type Suspension } from '../shared/primary';
import {
  type ClusterFact,
  describeInstance,
  type InstanceFact,
  listClusters,
  zonesForInstances,
} from '../shared/rds-facts';
import {
  describeRecoveryPoint,
  listWindows,
  type ListWindow,
  type VaultOfCluster,
} from '../shared/recovery-point-vault';
import type { RecoveryPoint } from '../shared/recovery-points';
import { createWriterInstance, deleteWriterInstance, toTagList, type WriterRequest } from '../shared/writer-instance';

/** The damaged cluster, as far as what is restored beside it is to be like it. */
export interface LiveCluster {
  readonly arn: string;
  /** Stays with the cluster whatever it is called. */
  readonly resourceId: string | undefined;
  readonly earliest: string | undefined;
  readonly latest: string | undefined;
  readonly subnetGroup: string | undefined;
  readonly parameterGroup: string | undefined;
  readonly securityGroupIds: readonly string[];
  readonly kmsKeyArn: string | undefined;
  readonly port: number | undefined;
  readonly storageType: string | undefined;
  readonly scaling:
    | { readonly MinCapacity?: number | undefined; readonly MaxCapacity?: number | undefined }
    | undefined;
}

export interface NewCluster {
  readonly identifier: string;
  readonly securityGroupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** Everything but the lock table and Step Functions is the primary region's. */
export interface Repairs {
  /** Why nothing may be done there now: a failover is under way, or the standby serves. */
  suspension(lockTableName: string): Promise<Suspension | undefined>;
  live(identifier: string): Promise<LiveCluster | undefined>;
  clusters(prefix: string): Promise<readonly ClusterFact[]>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  zones(cluster: ClusterFact): Promise<readonly string[]>;
  securityGroupId(parameterName: string): Promise<string | undefined>;
  recoveryPoint(vaultName: string, arn: string): Promise<RecoveryPoint | undefined>;
  recoveryPoints(vault: VaultOfCluster): ListWindow;
  restoreToTime(live: LiveCluster, at: string, cluster: NewCluster): Promise<void>;
  restoreSnapshot(live: LiveCluster, snapshotArn: string, cluster: NewCluster): Promise<void>;
  createWriter(cluster: ClusterFact, request: WriterRequest): Promise<void>;
  enableDataApi(cluster: ClusterFact): Promise<void>;
  setPassword(cluster: ClusterFact, password: string): Promise<void>;
  startCluster(identifier: string): Promise<void>;
  deleteInstance(identifier: string): Promise<void>;
  deleteCluster(identifier: string): Promise<void>;
  login(secretId: string): Promise<Login>;
  /** One statement of the master user. Fails where that is not let in. */
  execute(database: Database, databaseName: string, sql: string): Promise<void>;
}

/** Aurora's minimum, and free (Aurora User Guide, Backup storage): what is removed soon needs no backups. */
const SHORTEST_RETENTION_DAYS = 1;

/** With `PRIMARY_REGION`, when first needed. */
const elsewhere = () => clientSettings({ region: process.env['PRIMARY_REGION'] });
const rds = lazy(() => new RDSClient(elsewhere()));
const rdsData = lazy(() => new RDSDataClient(elsewhere()));
const backup = lazy(() => new BackupClient(elsewhere()));
const secretsManager = lazy(() => new SecretsManagerClient(elsewhere()));
const ssm = lazy(() => new SSMClient(elsewhere()));
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));

export const aws: Repairs = {
  suspension: (lockTableName) => readSuspension({ dynamoDb: dynamoDb(), states: states() }, lockTableName),
  clusters: (prefix) => listClusters(rds(), prefix),
  instance: (identifier) => describeInstance(rds(), identifier),
  zones: (cluster) => zonesForInstances(rds(), cluster),
  securityGroupId: (parameterName) => readParameter(ssm(), parameterName),
  recoveryPoint: (vaultName, arn) => describeRecoveryPoint(backup(), vaultName, arn),
  recoveryPoints: (vault) => listWindows(backup(), vault),
  createWriter: (cluster, request) => createWriterInstance(rds(), cluster.identifier, request),
  login: (secretId) => readLogin(secretsManager(), secretId),

  async live(identifier) {
    try {
      const { DBClusters } = await rds().send(new DescribeDBClustersCommand({ DBClusterIdentifier: identifier }));
      const [found] = DBClusters ?? [];
      if (found?.DBClusterArn === undefined) return undefined;
      return {
        arn: found.DBClusterArn,
        resourceId: found.DbClusterResourceId,
        earliest: found.EarliestRestorableTime?.toISOString(),
        latest: found.LatestRestorableTime?.toISOString(),
        subnetGroup: found.DBSubnetGroup,
        parameterGroup: found.DBClusterParameterGroup,
        securityGroupIds: (found.VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
        kmsKeyArn: found.KmsKeyId,
        port: found.Port,
        storageType: found.StorageType,
        scaling: found.ServerlessV2ScalingConfiguration,
      };
    } catch (error) {
      if (isNamed(error, 'DBClusterNotFoundFault')) return undefined;
      throw error;
    }
  },

  async restoreToTime(live, at, cluster) {
    // By its resource id: a cluster of the same name that somebody made in its place is another one (RDS API Reference).
    await rds().send(
      new RestoreDBClusterToPointInTimeCommand({
        ...(live.resourceId === undefined
          ? { SourceDBClusterIdentifier: live.arn }
          : { SourceDbClusterResourceId: live.resourceId }),
        RestoreToTime: new Date(at),
        ...placed(live, cluster),
      }),
    );
  },

  async restoreSnapshot(live, snapshotArn, cluster) {
    const answer = await rds().send(
      new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: snapshotArn }),
    );
    const [snapshot] = answer.DBClusterSnapshots ?? [];
    await rds().send(
      new RestoreDBClusterFromSnapshotCommand({
        SnapshotIdentifier: snapshotArn,
        Engine: snapshot?.Engine ?? 'aurora-postgresql',
        // Without it RDS takes the region's default version, not the snapshot's (RDS API, RestoreDBClusterFromSnapshot).
        EngineVersion: snapshot?.EngineVersion,
        ...placed(live, cluster),
      }),
    );
  },

  async enableDataApi(cluster) {
    await rds().send(new EnableHttpEndpointCommand({ ResourceArn: cluster.arn }));
  },

  async setPassword(cluster, password) {
    await rds().send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: cluster.identifier,
        MasterUserPassword: password,
        // RDS takes no password beside one that it manages (RDS API, ModifyDBCluster), and what is restored may still show
        // its source's (https://github.com/hashicorp/terraform-provider-aws/issues/48901).
        ManageMasterUserPassword: cluster.showsManagedPassword ? false : undefined,
        ApplyImmediately: true,
      }),
    );
  },

  async startCluster(identifier) {
    await rds().send(new StartDBClusterCommand({ DBClusterIdentifier: identifier }));
  },

  deleteInstance: (identifier) => deleteWriterInstance(rds(), identifier),

  async deleteCluster(identifier) {
    const command = { DBClusterIdentifier: identifier, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
    await rds().send(new DeleteDBClusterCommand(command));
  },

  async execute(database, databaseName, sql) {
    await execute(rdsData(), database, databaseName, sql);
  },
};

/** Like the live cluster, but for its security groups, its tags and its backups. No log goes anywhere. */
function placed(live: LiveCluster, { identifier, securityGroupIds, tags }: NewCluster) {
  return {
    DBClusterIdentifier: identifier,
    DBSubnetGroupName: live.subnetGroup,
    DBClusterParameterGroupName: live.parameterGroup,
    VpcSecurityGroupIds: [...securityGroupIds],
    KmsKeyId: live.kmsKeyArn,
    Port: live.port,
    StorageType: live.storageType,
    ServerlessV2ScalingConfiguration: live.scaling,
    BackupRetentionPeriod: SHORTEST_RETENTION_DAYS,
    CopyTagsToSnapshot: true,
    DeletionProtection: false,
    Tags: toTagList(tags),
  };
}
