export const ARN = 'arn:aws:rds:us-west-2:111111111111:cluster:pilot-light-replica';
export const PRIMARY_ARN = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
export const SECRET_ARN = 'arn:aws:secretsmanager:us-west-2:111111111111:secret:pilot-light/database-abc123';

/** As the construct sets it. */
export const ENVIRONMENT = {
  GLOBAL_CLUSTER_IDENTIFIER: 'pilot-light-global',
  REPLICA_CLUSTER_ARN: ARN,
  SECRET_NAME: 'pilot-light/application',
  RPO_MINUTES: '60',
  CLUSTER_ARN_PARAMETER: '/cluster-arn',
  SECRET_ARN_PARAMETER: '/secret-arn',
  TAGS: '{"team":"ops"}',
};
