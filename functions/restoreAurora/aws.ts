import {
  DescribeDBClusterSnapshotsCommand,
  EnableHttpEndpointCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RestoreDBClusterFromSnapshotCommand,
  StartDBClusterCommand,
} from '@aws-sdk/client-rds';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { isNamed } from '../shared/aws-errors';
import { clientSettings, lazy } from '../shared/clients';
import { type Database, execute, type Parameters, type Rows } from '../shared/data-api';
import { type Login, readLogin } from '../shared/logins';
import { readParameter, writeParameter } from '../shared/parameters';
import {
  type ClusterFact,
  describeInstance,
  type InstanceFact,
  listClusters,
  zonesForInstances,
} from '../shared/rds-facts';
import { parameterFamily } from '../shared/names';
import { createWriterInstance, deleteWriterInstance, toTagList, type WriterRequest } from '../shared/writer-instance';
import type { Environment } from './contract';

export interface Snapshot {
  readonly status: string;
  readonly engine: string;
  readonly engineVersion: string;
  /** `aurora-iopt1`; undefined is RDS's default, `aurora`. */
  readonly storageType: string | undefined;
}

/** Where a restored cluster is placed, how long it can be put back, and what it logs to CloudWatch. */
export interface Placement {
  readonly subnetGroupName: string;
  readonly securityGroupIds: readonly string[];
  readonly backupRetentionDays: number;
  readonly logExports: readonly string[];
}

export interface RestoreRequest extends Placement {
  readonly clusterIdentifier: string;
  readonly snapshotArn: string;
  readonly snapshot: Snapshot;
  readonly tags: Readonly<Record<string, string>>;
}

export interface AuroraApi {
  clusters(prefix: string): Promise<readonly ClusterFact[]>;
  instance(identifier: string): Promise<InstanceFact | undefined>;
  snapshot(arn: string): Promise<Snapshot | undefined>;
  restore(request: RestoreRequest, environment: Environment): Promise<void>;
  createWriter(cluster: ClusterFact, request: WriterRequest): Promise<void>;
  deleteWriter(identifier: string): Promise<void>;
  /** Where an instance of the cluster can be made. */
  zones(cluster: ClusterFact): Promise<readonly string[]>;
  startCluster(cluster: ClusterFact): Promise<void>;
  enableDataApi(cluster: ClusterFact): Promise<void>;
  /** Gives the master user its password, and sets the protection from deletion where it is said. */
  modify(
    cluster: ClusterFact,
    options: { readonly masterPassword: string | undefined; readonly deletionProtection?: boolean },
  ): Promise<void>;
  /** What a secret of this region holds. */
  login(secretName: string): Promise<Login>;
  /** Runs one statement as the user of the database's secret. */
  execute(database: Database, databaseName: string, sql: string, parameters?: Parameters): Promise<Rows>;
  readParameter(name: string): Promise<string | undefined>;
  writeParameter(name: string, value: string): Promise<void>;
}

const rds = lazy(() => new RDSClient(clientSettings()));
const rdsData = lazy(() => new RDSDataClient(clientSettings()));
const secretsManager = lazy(() => new SecretsManagerClient(clientSettings()));
const ssm = lazy(() => new SSMClient(clientSettings()));

export const aws: AuroraApi = {
  clusters: (prefix) => listClusters(rds(), prefix),
  instance: (identifier) => describeInstance(rds(), identifier),

  async snapshot(arn) {
    try {
      const answer = await rds().send(new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: arn }));
      const [found] = answer.DBClusterSnapshots ?? [];
      if (found?.Engine === undefined || found.EngineVersion === undefined) return undefined;
      return {
        status: found.Status ?? 'unknown',
        engine: found.Engine,
        engineVersion: found.EngineVersion,
        storageType: found.StorageType,
      };
    } catch (error) {
      if (isNamed(error, 'DBClusterSnapshotNotFoundFault')) return undefined;
      throw error;
    }
  },

  async restore(request, environment) {
    const { clusterIdentifier, snapshotArn, snapshot, tags } = request;
    await rds().send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: clusterIdentifier,
        SnapshotIdentifier: snapshotArn,
        Engine: snapshot.engine,
        // Without it RDS takes the region's default version, not the snapshot's (RDS API, RestoreDBClusterFromSnapshot).
        EngineVersion: snapshot.engineVersion,
        DBSubnetGroupName: request.subnetGroupName,
        DBClusterParameterGroupName: `${environment.DB_CLUSTER_PARAMETER_GROUP_PREFIX}${parameterFamily(snapshot.engineVersion)}`,
        VpcSecurityGroupIds: [...request.securityGroupIds],
        KmsKeyId: environment.KMS_KEY_ARN,
        // Without it RDS takes `aurora`, not the snapshot's (RDS API, RestoreDBClusterFromSnapshot).
        StorageType: snapshot.storageType,
        EnableCloudwatchLogsExports: [...request.logExports],
        ServerlessV2ScalingConfiguration: {
          MinCapacity: environment.MIN_CAPACITY,
          MaxCapacity: environment.MAX_CAPACITY,
        },
        BackupRetentionPeriod: request.backupRetentionDays,
        CopyTagsToSnapshot: true,
        Tags: toTagList(tags),
      }),
    );
  },

  createWriter: (cluster, request) => createWriterInstance(rds(), cluster.identifier, request),
  deleteWriter: (identifier) => deleteWriterInstance(rds(), identifier),
  zones: (cluster) => zonesForInstances(rds(), cluster),

  async startCluster(cluster) {
    await rds().send(new StartDBClusterCommand({ DBClusterIdentifier: cluster.identifier }));
  },

  async enableDataApi(cluster) {
    await rds().send(new EnableHttpEndpointCommand({ ResourceArn: cluster.arn }));
  },

  async modify(cluster, { masterPassword, deletionProtection }) {
    const isManaged = masterPassword !== undefined && cluster.showsManagedPassword;
    await rds().send(
      new ModifyDBClusterCommand({
        DBClusterIdentifier: cluster.identifier,
        MasterUserPassword: masterPassword,
        // RDS takes no password beside one that it manages (RDS API, ModifyDBCluster), and what is restored may still show
        // its source's (https://github.com/hashicorp/terraform-provider-aws/issues/48901).
        ManageMasterUserPassword: isManaged ? false : undefined,
        DeletionProtection: deletionProtection,
        ApplyImmediately: true,
      }),
    );
  },

  login: (secretName) => readLogin(secretsManager(), secretName),
  execute: (database, databaseName, sql, parameters) => execute(rdsData(), database, databaseName, sql, parameters),

  readParameter: (name) => readParameter(ssm(), name),
  writeParameter: (name, value) => writeParameter(ssm(), name, value),
};
