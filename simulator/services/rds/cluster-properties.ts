import * as z from 'zod';
import { TagList, TemplateBoolean, TemplateNumber } from '../provider-properties';

export const TYPE = 'AWS::RDS::DBCluster';

export const Properties = z.strictObject({
  DBClusterIdentifier: z.string().optional(),
  Engine: z.string(),
  EngineVersion: z.string().optional(),
  EngineMode: z.literal('provisioned').optional(),
  DatabaseName: z.string().optional(),
  MasterUsername: z.string().optional(),
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
  StorageType: z.enum(['aurora', 'aurora-iopt1']).optional(),
  AutoMinorVersionUpgrade: TemplateBoolean.optional(),
  /** Makes it a secondary of that global cluster. */
  GlobalClusterIdentifier: z.string().optional(),
  SourceRegion: z.string().optional(),
  Tags: TagList.optional(),
});
export type ClusterProperties = z.infer<typeof Properties>;

/** `createOnlyProperties` of the schema (AWS::RDS::DBCluster, CloudFormation's registry), as far as `Properties` has them. */
export const CREATE_ONLY: readonly (keyof ClusterProperties)[] = [
  'DBClusterIdentifier',
  'DBSubnetGroupName',
  'DatabaseName',
  'EngineMode',
  'KmsKeyId',
  'SourceRegion',
  'StorageEncrypted',
];
