import type { ServerlessScaling, Tags } from './model';

/** What every way of making a cluster take. */
export interface ClusterOptions {
  readonly identifier: string;
  readonly engineVersion?: string;
  readonly subnetGroup?: string;
  readonly parameterGroup?: string;
  readonly vpcSecurityGroupIds?: readonly string[];
  readonly kmsKeyId?: string;
  readonly port?: number;
  readonly deletionProtection?: boolean;
  readonly copyTagsToSnapshot?: boolean;
  readonly backupRetentionPeriod?: number;
  readonly iamAuthentication?: boolean;
  readonly logExports?: readonly string[];
  readonly storageType?: string;
  readonly scaling?: ServerlessScaling;
  readonly tags: Tags;
}

export interface NewClusterOptions extends ClusterOptions {
  readonly databaseName?: string;
  readonly masterUsername: string;
  /** Without it AWS makes a password and keeps it in a managed secret. */
  readonly masterPassword?: string;
  readonly masterSecretKmsKeyId?: string;
  readonly storageEncrypted: boolean;
  readonly httpEndpointEnabled?: boolean;
}

/** What both restores, of a snapshot and to a point in time, take of the cluster that they make. */
export const RESTORE_OPTIONS = [
  'Port',
  'DBSubnetGroupName',
  'DBClusterParameterGroupName',
  'VpcSecurityGroupIds',
  'Tags',
  'KmsKeyId',
  'EnableIAMDatabaseAuthentication',
  'EnableCloudwatchLogsExports',
  'StorageType',
  'DeletionProtection',
  'CopyTagsToSnapshot',
  'BackupRetentionPeriod',
  'ServerlessV2ScalingConfiguration',
] as const;
