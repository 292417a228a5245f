/** As the construct sets it. */
export const ENVIRONMENT = {
  WORKLOAD_NAME: 'pilot-light',
  DB_SUBNET_GROUP_NAME: 'subnets',
  DB_CLUSTER_PARAMETER_GROUP_PREFIX: 'parameters-',
  VPC_SECURITY_GROUP_IDS: 'sg-1,sg-2',
  KMS_KEY_ARN: 'arn:key',
  MIN_CAPACITY: '0.5',
  MAX_CAPACITY: '8',
  BACKUP_RETENTION_DAYS: '7',
  FALLBACK_MAX_AGE_MINUTES: '1440',
  MASTER_SECRET_NAME: 'pilot-light/database',
  CLUSTER_ARN_PARAMETER: '/cluster-arn',
  SECRET_ARN_PARAMETER: '/secret-arn',
  TAGS: '{"team":"ops"}',
  VALIDATION_DB_SUBNET_GROUP_NAME: 'trial-subnets',
  VALIDATION_VPC_SECURITY_GROUP_IDS: 'sg-closed',
  VALIDATION_TAGS: '{"team":"trial"}',
};
