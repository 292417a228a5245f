/** Permissions with a `*` in action or resource, and the sentence that says why it cannot be narrower. */
export interface AcknowledgedWildcard {
  /** Construct paths of roles or policies, or of what they are in. */
  readonly holders: readonly string[];
  readonly actions: readonly string[];
  /**
   * As the template has them, with ACCOUNT, PRIMARY, STANDBY and NAME for what the configuration decides, and
   * `<LogicalId>` for what only the deployment knows.
   */
  readonly resources: readonly string[];
  readonly reason: string;
}

const rds = (kind: string, region: 'PRIMARY' | 'STANDBY' = 'STANDBY') => `arn:aws:rds:${region}:ACCOUNT:${kind}`;
const BACKUPS = {
  primary: rds('cluster-snapshot:awsbackup:*', 'PRIMARY'),
  standby: rds('cluster-snapshot:awsbackup:*'),
};
const MANAGED_SECRETS = 'arn:aws:secretsmanager:STANDBY:ACCOUNT:secret:rds!cluster-*';
const ACTIVATION_STACK = 'arn:aws:cloudformation:STANDBY:ACCOUNT:stack/PilotLightActivation/*';

const RESTORED =
  'Identifiers of restored clusters and instances are derived from the execution that restores them, so only their ' +
  'beginning is known: the name of this workload.';
const ON_TRIAL =
  'Identifiers of clusters on trial are derived from the validation that restores them; they begin with "validate-" ' +
  'and the name of this workload, which no other cluster may (infra/config.ts refuses such a name).';
const RECOVERY_POINTS =
  'AWS Backup names recovery points of Aurora "awsbackup:" and a random id. What may be done with them is bounded by ' +
  'the vault and by the clusters that the same role may touch.';
const NO_RESOURCE_TYPE =
  'The action has no resource type that concerns what it is used for here (Service Authorization Reference), so IAM ' +
  'takes no narrower resource than *.';
const OWN_NAMESPACE =
  'Metrics have no ARN, so cloudwatch:PutMetricData takes no resource; the condition on cloudwatch:namespace holds it to our own namespace.';
const LOG_DELIVERY =
  'Step Functions sets up the delivery of its execution log with these actions, none of which takes a resource ' +
  '(Step Functions Developer Guide, Logging to CloudWatch Logs).';
const OWN_PREFIX =
  'Objects are named by execution or by time; the prefix holds the role to its own part of the bucket.';
const BY_CONTENT =
  'Published templates and bundles are named by the hash of their content, which changes each release.';
const STACK_ID = 'The ARN of a stack ends with an id that CloudFormation draws when it is created.';
const READ_ONLY_IN_REGION =
  'Reading only. RDS answers a list without an identifier with everything in the region, and refuses it to a role that ' +
  'may read less; the function looks for what a restore of ours left under any identifier.';

export const ACKNOWLEDGED_WILDCARDS: readonly AcknowledgedWildcard[] = [
  // The workload in the standby region
  {
    holders: ['PilotLightStandby/WorkloadRole'],
    actions: ['rds-data:ExecuteStatement'],
    resources: [rds('cluster:NAME-*')],
    reason: RESTORED,
  },
  {
    holders: ['PilotLightStandby/WorkloadRole'],
    actions: ['secretsmanager:GetSecretValue'],
    resources: [MANAGED_SECRETS],
    reason:
      "RDS names a managed password after the new cluster's resource id. The condition on the tag that RDS puts on the " +
      "secret, aws:rds:primaryDBClusterArn, holds it to this workload's clusters.",
  },
  // CloudFormation, when it deploys or removes the activation stack
  {
    holders: ['PilotLightStandby/ActivationRole'],
    actions: ['apigateway:DELETE', 'apigateway:GET', 'apigateway:PATCH', 'apigateway:POST'],
    resources: ['integrations', 'routes'].map((part) => `arn:aws:apigateway:STANDBY::/apis/<HttpApi>/${part}/*`),
    reason: "Ids of routes and integrations are drawn by the service. The API before them is this workload's own.",
  },
  {
    holders: [
      'PilotLightStandby/ActivationRole',
      'PilotLightRecovery/DeployRegionStack',
      'PilotLightRecovery/Readiness',
    ],
    actions: ['s3:GetObject'],
    resources: ['<Artifacts>/activation/*'],
    reason: BY_CONTENT,
  },
  {
    holders: ['PilotLightStandby/ActivationRole'],
    actions: ['ec2:CreateTags', 'ec2:CreateVpcEndpoint'],
    resources: ['arn:aws:ec2:STANDBY:ACCOUNT:vpc-endpoint/*'],
    reason:
      'ElastiCache makes the endpoint of a serverless cache in the name of who makes the cache, and its id is drawn then. ' +
      "Conditions hold it to ElastiCache's own service name, and the tags to the moment of creation.",
  },
  {
    holders: ['PilotLightStandby/ActivationRole'],
    actions: ['ec2:CreateVpcEndpoint'],
    resources: ['security-group', 'subnet', 'vpc'].map((type) => `arn:aws:ec2:STANDBY:ACCOUNT:${type}/*`),
    reason:
      'IAM checks one call against the endpoint and against where it goes. What may be made is held by the condition on ' +
      'the endpoint; these three only say in which network, which is the one of the cache in the template.',
  },
  // The frontend's replication
  {
    holders: ['PilotLightPrimary/BatchReplication'],
    actions: ['s3:InitiateReplication'],
    resources: ['<Frontend>/*'],
    reason: 'The job is about every object that is older than the replica. S3 Batch Operations alone assumes the role.',
  },
  {
    holders: ['PilotLightPrimary/Frontend/ReplicationRole', 'PilotLightPrimary/Manifests/ReplicationRole'],
    actions: ['s3:GetObjectVersionAcl', 's3:GetObjectVersionForReplication', 's3:GetObjectVersionTagging'],
    resources: ['<Frontend>/*', '<Manifests>/*'],
    reason:
      'Replication reads every object of the one bucket that it replicates; S3 assumes the role, nobody else can.',
  },
  {
    holders: ['PilotLightPrimary/Frontend/ReplicationRole', 'PilotLightPrimary/Manifests/ReplicationRole'],
    actions: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'],
    resources: ['arn:aws:s3:::NAME-replica-ACCOUNT-STANDBY/*'],
    reason:
      'Replication writes every object into the one bucket that receives them; S3 assumes the role, nobody else can.',
  },
  {
    holders: ['PilotLightPrimary/Manifest/RecordManifest'],
    actions: ['s3:PutObject'],
    resources: ['<Frontend>/NAME/manifests/*', '<Manifests>/NAME/manifests/*'],
    reason: OWN_PREFIX,
  },
  // AWS Backup
  {
    holders: ['PilotLightPrimary/Backup/Role'],
    actions: ['rds:CreateDBClusterSnapshot'],
    resources: [BACKUPS.primary],
    reason: RECOVERY_POINTS,
  },
  {
    holders: ['PilotLightPrimary/Backup/Role'],
    actions: [
      'rds:AddTagsToResource',
      'rds:CopyDBClusterSnapshot',
      'rds:DeleteDBClusterSnapshot',
      'rds:DescribeDBClusterSnapshots',
      'rds:ListTagsForResource',
    ],
    resources: [BACKUPS.primary, BACKUPS.standby],
    reason: RECOVERY_POINTS,
  },
  {
    holders: ['PilotLightPrimary/Backup/Role'],
    actions: [
      'rds:CreateDBClusterSnapshot',
      'rds:DescribeDBClusterAutomatedBackups',
      'rds:DescribeDBClusters',
      'rds:ListTagsForResource',
      'rds:ModifyDBCluster',
    ],
    resources: [rds('cluster:NAME-*', 'PRIMARY')],
    reason:
      'The plan chooses clusters by their tag, so that a second one of this workload, or its repaired copy, is protected ' +
      'without a change here. The role reaches those whose names begin with the name of this workload.',
  },
  {
    holders: ['PilotLightPrimary/Backup/BreakGlassRole'],
    actions: [
      'backup:DeleteRecoveryPoint',
      'backup:DescribeRecoveryPoint',
      'backup:DisassociateRecoveryPoint',
      'backup:UpdateRecoveryPointLifecycle',
    ],
    resources: [BACKUPS.primary, BACKUPS.standby, 'arn:aws:backup:PRIMARY:ACCOUNT:recovery-point:continuous:*'],
    reason:
      'AWS Backup names recovery points by a random id. This is the only role that the policies of the vaults let delete ' +
      'from them, for a person, and what it does is in CloudTrail.',
  },
  {
    holders: ['PilotLightPrimary/Backup/Role'],
    actions: ['tag:GetResources'],
    resources: ['*'],
    reason: NO_RESOURCE_TYPE,
  },
  {
    holders: ['PilotLightPrimary/Backup/Role'],
    actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey'],
    resources: ['arn:aws:kms:STANDBY:ACCOUNT:key/*'],
    reason:
      'The key of the standby vault is in a stack of the other region, whose id must not be referred to across regions. ' +
      'The condition on kms:ResourceAliases holds it to the one key that has our alias; grants are for AWS services only.',
  },
  // The failover's functions
  {
    holders: ['PilotLightRecovery/FindLatestRecoveryPoint'],
    actions: ['backup:DescribeRecoveryPoint'],
    resources: [BACKUPS.standby],
    reason: RECOVERY_POINTS,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora', 'PilotLightRecovery/Readiness'],
    actions: ['rds:DescribeDBClusterSnapshots'],
    resources: [BACKUPS.standby],
    reason: RECOVERY_POINTS,
  },
  {
    holders: [
      'PilotLightRecovery/RestoreAurora',
      'PilotLightRecovery/WaitForAvailable',
      'PilotLightRecovery/RemoveCluster',
    ],
    actions: ['rds:DescribeDBClusters', 'rds:DescribeDBInstances'],
    resources: [rds('cluster:*'), rds('db:*')],
    reason: READ_ONLY_IN_REGION,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: ['rds:RestoreDBClusterFromSnapshot'],
    resources: [BACKUPS.standby],
    reason: RECOVERY_POINTS,
  },
  {
    holders: ['PilotLightRecovery/FailoverGlobalCluster'],
    actions: ['rds:DescribeDBInstances'],
    resources: [rds('db:*')],
    reason:
      'Reading only. The instances of the replica are found through the cluster, and somebody may have given it one under ' +
      'any name.',
  },
  {
    holders: ['PilotLightRecovery/FailoverGlobalCluster'],
    actions: ['cloudwatch:GetMetricData'],
    resources: ['*'],
    reason: NO_RESOURCE_TYPE,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora', 'PilotLightRecovery/FailoverGlobalCluster'],
    actions: ['rds:RestoreDBClusterFromSnapshot', 'rds:CreateDBInstance'],
    resources: [rds('og:default:*'), rds('pg:default.*')],
    reason:
      "A restore and an instance take the account's default option and parameter groups, whose names hold the engine's " +
      'version; the permission only lets them be used.',
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: [
      'rds:AddTagsToResource',
      'rds:CreateDBInstance',
      'rds:EnableHttpEndpoint',
      'rds:ModifyDBCluster',
      'rds:RestoreDBClusterFromSnapshot',
    ],
    resources: [rds('cluster:NAME-*')],
    reason: RESTORED,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: [
      'rds:AddTagsToResource',
      'rds:CreateDBInstance',
      'rds:EnableHttpEndpoint',
      'rds:ModifyDBCluster',
      'rds:RestoreDBClusterFromSnapshot',
    ],
    resources: [rds('cluster:validate-NAME-*')],
    reason: ON_TRIAL,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: ['rds:AddTagsToResource', 'rds:CreateDBInstance'],
    resources: [rds('db:NAME-*')],
    reason: RESTORED,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: ['rds:AddTagsToResource', 'rds:CreateDBInstance'],
    resources: [rds('db:validate-NAME-*')],
    reason: ON_TRIAL,
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: ['secretsmanager:CreateSecret', 'secretsmanager:TagResource'],
    resources: [MANAGED_SECRETS],
    reason:
      "RDS makes the managed password of a restored cluster with the caller's permissions and names it after the new " +
      "cluster's resource id. Nothing that exists can be read with these two.",
  },
  {
    holders: ['PilotLightRecovery/RestoreAurora'],
    actions: ['kms:DescribeKey'],
    resources: ['arn:aws:kms:STANDBY:ACCOUNT:key/*'],
    reason:
      "The managed password is under the account's own key for Secrets Manager, whose id is not known. The condition on " +
      'kms:ResourceAliases holds it to alias/aws/secretsmanager, and it only describes.',
  },
  {
    holders: ['PilotLightRecovery/WaitForAvailable'],
    actions: ['cloudformation:DescribeStackEvents', 'cloudformation:DescribeStacks'],
    resources: [ACTIVATION_STACK],
    reason: STACK_ID,
  },
  {
    holders: ['PilotLightRecovery/DeployRegionStack'],
    actions: [
      'cloudformation:CreateChangeSet',
      'cloudformation:DeleteChangeSet',
      'cloudformation:DeleteStack',
      'cloudformation:DescribeChangeSet',
      'cloudformation:DescribeStacks',
      'cloudformation:ExecuteChangeSet',
      'cloudformation:TagResource',
    ],
    resources: [ACTIVATION_STACK],
    reason: STACK_ID,
  },
  {
    holders: [
      'PilotLightRecovery/UpdateRoute53',
      'PilotLightRecovery/RegionalFailover/Role',
      'PilotLightRecovery/RestoreValidation/Role',
      'PilotLightRecovery/BackupFailureNotification/Role',
    ],
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    reason: OWN_NAMESPACE,
  },
  {
    holders: ['PilotLightRecovery/UpdateRoute53'],
    actions: ['route53:GetChange'],
    resources: ['arn:aws:route53:::change/*'],
    reason:
      "Only with traffic.mode 'records'. Reading only: Route 53 draws the id of a change when it takes it, and the function " +
      'waits until the one that it made is everywhere.',
  },
  {
    holders: ['PilotLightRecovery/SmokeTest'],
    actions: ['rds-data:ExecuteStatement'],
    resources: [rds('cluster:NAME-*')],
    reason: RESTORED,
  },
  {
    holders: ['PilotLightRecovery/SmokeTest'],
    actions: ['rds-data:BeginTransaction', 'rds-data:ExecuteStatement', 'rds-data:RollbackTransaction'],
    resources: [rds('cluster:validate-NAME-*')],
    reason: ON_TRIAL,
  },
  {
    holders: ['PilotLightRecovery/SmokeTest'],
    actions: ['secretsmanager:GetSecretValue'],
    resources: [MANAGED_SECRETS],
    reason:
      "RDS names a managed password after the new cluster's resource id. The condition on the tag that RDS puts on the " +
      'secret, aws:rds:primaryDBClusterArn, holds it to clusters that begin with our two prefixes.',
  },
  {
    holders: ['PilotLightRecovery/SmokeTest'],
    actions: ['s3:GetObject'],
    resources: ['<Replica>/*'],
    reason:
      'Which files of the frontend are asked for, is configuration (recovery.smokeChecks), and the manifests of what the ' +
      'primary held are named by time. Reading only, of the one bucket.',
  },
  {
    holders: ['PilotLightRecovery/RemoveCluster'],
    actions: ['rds:DeleteDBCluster', 'rds:DeleteDBInstance'],
    resources: [rds('cluster:NAME-*'), rds('db:NAME-*')],
    reason: `${RESTORED} The condition on the tag pilot-light:created-by holds deleting to what our restore has made.`,
  },
  {
    holders: ['PilotLightRecovery/RemoveCluster'],
    actions: ['rds:DeleteDBCluster', 'rds:DeleteDBInstance'],
    resources: [rds('cluster:validate-NAME-*'), rds('db:validate-NAME-*')],
    reason: `${ON_TRIAL} Conditions on two tags hold deleting to what a validation's restore has made.`,
  },
  // The workflows
  {
    holders: ['PilotLightRecovery/RegionalFailover/Role'],
    actions: ['states:DescribeExecution'],
    resources: ['arn:aws:states:STANDBY:ACCOUNT:execution:NAME-regional-failover:*'],
    reason:
      'Executions are named when they start. Reading only, of its own state machine: who holds the lock, and lives.',
  },
  {
    holders: ['PilotLightRecovery/RestoreValidation/Role'],
    actions: ['states:DescribeExecution'],
    resources: ['arn:aws:states:STANDBY:ACCOUNT:execution:NAME-restore-validation:*'],
    reason:
      'Executions are named when they start. Reading only, of its own state machine: who holds the lock, and lives.',
  },
  {
    holders: ['PilotLightRecovery/RegionalFailover/Role'],
    actions: ['s3:PutObject'],
    resources: ['<Evidence>/executions/*'],
    reason: OWN_PREFIX,
  },
  {
    holders: ['PilotLightRecovery/RestoreValidation/Role'],
    actions: ['s3:PutObject'],
    resources: ['<Evidence>/validations/*'],
    reason: OWN_PREFIX,
  },
  {
    holders: ['PilotLightRecovery/BackupFailureNotification/Role'],
    actions: ['s3:PutObject'],
    resources: ['<Evidence>/backup-failures/*'],
    reason: OWN_PREFIX,
  },
  {
    holders: [
      'PilotLightRecovery/RegionalFailover/Role',
      'PilotLightRecovery/RestoreValidation/Role',
      'PilotLightRecovery/BackupFailureNotification/Role',
    ],
    actions: [
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
    ],
    resources: ['*'],
    reason: LOG_DELIVERY,
  },
  {
    holders: ['PilotLightRecovery/RestoreValidation/Role'],
    actions: ['backup:PutRestoreValidationResult'],
    resources: ['*'],
    reason: NO_RESOURCE_TYPE,
  },
  // What watches the backups
  {
    holders: ['PilotLightRecovery/AssessBackupFailure', 'PilotLightRecovery/Freshness/KeepRecoveryPointObjective'],
    actions: ['backup:ListBackupJobs', 'backup:ListCopyJobs'],
    resources: ['*'],
    reason: NO_RESOURCE_TYPE,
  },
  {
    holders: ['PilotLightRecovery/AssessBackupFailure', 'PilotLightRecovery/Freshness/KeepRecoveryPointObjective'],
    actions: ['backup:StartCopyJob'],
    resources: [BACKUPS.primary],
    reason: RECOVERY_POINTS,
  },
  {
    holders: ['PilotLightRecovery/AssessBackupFailure'],
    actions: ['cloudwatch:DescribeAlarms'],
    resources: ['arn:aws:cloudwatch:STANDBY:ACCOUNT:alarm:*'],
    reason:
      'Reading only. Alarms are asked for by the beginning of their names, and CloudWatch allows that list to a role that ' +
      'may describe all alarms of the region (CloudWatch API Reference, DescribeAlarms).',
  },
  // The hourly look ahead
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['cloudwatch:GetMetricData', 'rds:DescribeAccountAttributes', 'rds:DescribeDBEngineVersions'],
    resources: ['*'],
    reason: NO_RESOURCE_TYPE,
  },
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['cloudformation:ListStackResources'],
    resources: ['Standby', 'Recovery'].map(
      (stack) => `arn:aws:cloudformation:STANDBY:ACCOUNT:stack/PilotLight${stack}/*`,
    ),
    reason: STACK_ID,
  },
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
    resources: [ACTIVATION_STACK],
    reason: STACK_ID,
  },
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['s3:GetObject', 's3:PutObject'],
    resources: ['<Evidence>/readiness/*'],
    reason: OWN_PREFIX,
  },
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['s3:GetObject'],
    resources: ['<Replica>/NAME/manifests/*'],
    reason: OWN_PREFIX,
  },
  {
    holders: ['PilotLightRecovery/Readiness'],
    actions: ['route53:GetHealthCheck'],
    resources: ['arn:aws:route53:::healthcheck/*'],
    reason:
      'Reading only. The traffic stack, which makes the health check, is deployed after this one; which check it is, is ' +
      'read from the record.',
  },
];
