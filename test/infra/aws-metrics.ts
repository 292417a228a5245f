/**
 * The metrics of AWS's own that we watch, with the dimensions that the service puts them with. From the services' guides:
 * API Gateway ("Monitor CloudWatch metrics for HTTP APIs"), Lambda ("Types of metrics"), Aurora ("Amazon CloudWatch
 * metrics for Amazon Aurora" and its dimensions), ElastiCache ("Metrics and events for serverless caches"), AWS Backup
 * ("Monitoring with CloudWatch"), SQS ("Available CloudWatch metrics").
 */
export const AWS_METRICS: Readonly<Record<string, { readonly dimensions: string; readonly names: readonly string[] }>> =
  {
    'AWS/ApiGateway': { dimensions: 'ApiId', names: ['4xx', '5xx', 'Count', 'IntegrationLatency', 'Latency'] },
    'AWS/Lambda': { dimensions: 'FunctionName', names: ['Duration', 'Errors', 'Invocations', 'Throttles'] },
    'AWS/RDS': {
      dimensions: 'DBClusterIdentifier',
      names: [
        'ACUUtilization',
        'AuroraGlobalDBRPOLag',
        'AuroraGlobalDBReplicationLag',
        'AuroraReplicaLagMaximum',
        'CPUUtilization',
        'DatabaseConnections',
        'ServerlessDatabaseCapacity',
      ],
    },
    'AWS/ElastiCache': {
      dimensions: 'clusterId',
      names: ['BytesUsedForCache', 'ElastiCacheProcessingUnits', 'Evictions', 'ThrottledCmds'],
    },
    'AWS/Backup': {
      dimensions: 'BackupVaultName',
      names: [
        'NumberOfBackupJobsCompleted',
        'NumberOfBackupJobsExpired',
        'NumberOfBackupJobsFailed',
        'NumberOfCopyJobsCompleted',
        'NumberOfCopyJobsFailed',
      ],
    },
    'AWS/SQS': { dimensions: 'QueueName', names: ['ApproximateNumberOfMessagesVisible'] },
  };
