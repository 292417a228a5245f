import type { ClusterData, DataSnapshot } from '../../data/data-store';

export type Tags = Readonly<Record<string, string>>;

/** Aurora User Guide, "Viewing DB cluster status": the statuses that the simulator uses. */
export type ClusterStatus =
  | 'creating'
  | 'available'
  | 'modifying'
  | 'resetting-master-credentials'
  | 'failing-over'
  | 'promoting'
  | 'deleting'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'migration-failed'
  | 'inaccessible-encryption-credentials'
  | 'inaccessible-encryption-credentials-recoverable';

/** Aurora User Guide, "Viewing DB instance status in an Aurora cluster". */
export type InstanceStatus =
  | 'creating'
  | 'available'
  | 'deleting'
  | 'stopping'
  | 'stopped'
  | 'starting'
  | 'failed'
  | 'incompatible-network'
  | 'incompatible-restore'
  | 'insufficient-capacity';

export interface ServerlessScaling {
  readonly MinCapacity: number;
  readonly MaxCapacity: number;
  readonly SecondsUntilAutoPause?: number;
}

export interface MasterSecret {
  readonly arn: string;
  readonly kmsKeyArn: string;
  status: 'creating' | 'active';
}

/** What flows from the primary of a global cluster into a secondary. */
export interface ClusterReplication {
  readonly primaryArn: string;
  /** Everything that was committed up to this instant has arrived, and nothing that was committed later. */
  arrivedUpToMs(): number;
  /** Makes the secondary's rows its own: what had arrived at that instant. */
  promote(upToMs: number): Promise<void>;
  end(): Promise<void>;
}

export interface Cluster {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly engine: string;
  engineVersion: string;
  readonly databaseName: string | undefined;
  readonly masterUsername: string;
  readonly port: number;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly createdAt: Date;
  readonly storageEncrypted: boolean;
  readonly kmsKeyArn: string | undefined;
  readonly subnetGroup: string;
  readonly availabilityZones: readonly string[];
  status: string;
  /** When what it is doing began and will end: for PercentProgress. */
  progress: { readonly startMs: number; readonly endMs: number } | undefined;
  masterSecret: MasterSecret | undefined;
  httpEndpointEnabled: boolean;
  scaling: ServerlessScaling | undefined;
  deletionProtection: boolean;
  parameterGroup: string;
  vpcSecurityGroupIds: readonly string[];
  backupRetentionPeriod: number;
  /** The continuous backup by which AWS Backup keeps the retention. */
  awsBackupRecoveryPointArn: string | undefined;
  copyTagsToSnapshot: boolean;
  iamAuthentication: boolean;
  logExports: readonly string[];
  readonly storageType: StorageType;
  tags: Tags;
  /** The rows; there are none before the cluster was available for the first time, nor in a secondary. */
  data: ClusterData | undefined;
  /** What an old primary of a global cluster had before it was built anew: for what looks into it from outside. */
  formerData: ClusterData | undefined;
  /** What flows into the secondary of a global cluster, until it is promoted. */
  replication: ClusterReplication | undefined;
  /** Since when there are backups to restore a point in time from; undefined while there are none. */
  restorableFromMs: number | undefined;
  /** Of a secondary that was promoted: up to which instant it had the rows of the primary, in virtual time. */
  promotedWithMs: number | undefined;
  /** The last snapshot of a cluster that is being deleted: it goes when that is complete. */
  finalSnapshot: Promise<void> | undefined;
  /** Resolves when what it is doing now has ended. */
  settled: Promise<void>;
}

export interface Instance {
  readonly identifier: string;
  readonly arn: string;
  readonly resourceId: string;
  readonly clusterIdentifier: string;
  readonly instanceClass: string;
  readonly engine: string;
  engineVersion: string;
  readonly availabilityZone: string;
  readonly endpoint: string;
  promotionTier: number;
  readonly publiclyAccessible: boolean;
  readonly parameterGroup: string;
  readonly createdAt: Date;
  isWriter: boolean;
  status: string;
  /** Out of reach: its availability zone is lost. The status does not say so. */
  isLost: boolean;
  /** How often it has started: a connection is to one of these runs. */
  runs: number;
  /** When somebody last connected to it, or when it began to run: by this it pauses. */
  usedAtMs: number;
  /** When it has resumed, or had, after it was last paused. */
  resumedAtMs: number;
  tags: Tags;
  settled: Promise<void>;
}

/** Aurora Standard and I/O-Optimized (RDS API, StorageType). */
export type StorageType = 'aurora' | 'aurora-iopt1';

export interface ClusterSnapshot {
  readonly id: string;
  /** An automated one goes with the retention of its cluster, and is nobody's to delete. */
  readonly type: 'manual' | 'automated';
  readonly arn: string;
  readonly clusterIdentifier: string;
  readonly clusterResourceId: string;
  readonly clusterCreatedAt: Date;
  readonly engine: string;
  readonly engineVersion: string;
  readonly databaseName: string | undefined;
  readonly masterUsername: string;
  readonly masterSecret: MasterSecret | undefined;
  readonly port: number;
  readonly storageEncrypted: boolean;
  readonly kmsKeyArn: string | undefined;
  readonly sourceArn: string | undefined;
  readonly backupRetentionPeriod: number;
  readonly storageType: StorageType;
  readonly createdAt: Date;
  /** The instant at which the data was cut, in milliseconds of virtual time. */
  readonly cutAtMs: number;
  status: 'creating' | 'copying' | 'available';
  tags: Tags;
  data: DataSnapshot | undefined;
}

export interface SubnetGroup {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly subnetIds: readonly string[];
  tags: Tags;
}

export interface ParameterGroup {
  readonly name: string;
  readonly arn: string;
  readonly family: string;
  readonly description: string;
  parameters: Readonly<Record<string, string>>;
  tags: Tags;
}
