/** Why a wildcard cannot be narrower, where several permissions share the reason. */

export const RESTORED =
  'Identifiers of restored clusters and instances are derived from the execution that restores them, so only their ' +
  'shape is known: the name of this workload, and when the execution began.';

export const UNDER_VALIDATION =
  'Identifiers of clusters under validation are derived from the validation that restores them; they begin with "validate-" ' +
  'and the name of this workload, which no other cluster may (infra/config/consistency.ts refuses such a name).';

export const REPAIRED =
  'Identifiers of what is restored beside a damaged cluster are derived from the execution that restores it; they begin ' +
  'with "repair-" and the name of this workload, which no other cluster may (infra/config/consistency.ts refuses such a name).';

export const GROUPS_OF_THE_LIVE_CLUSTER =
  'What is restored beside a damaged cluster takes its subnet group and its parameter group, which another stack made or ' +
  'the team itself: which they are is read from the cluster. The permission only lets them be used.';

export const INSTANCES_OF_PRIMARY =
  'Reading only. Which instances the primary cluster has is what is asked: one that a person has created in another zone ' +
  'has a name of their own.';

export const SUBNETS_OF_PRIMARY =
  'Reading only. The subnet group is the one that the primary cluster has, whose name CloudFormation makes.';

export const RECOVERY_POINTS =
  'AWS Backup names recovery points of Aurora "awsbackup:" and a random id. What may be done with them is bounded by ' +
  'the vault and by the clusters that the same role may touch.';

export const AUTOMATED_SNAPSHOTS =
  'RDS names its automated snapshots "rds:", the cluster and the time at which it took them.';

export const AUTOMATED_BACKUPS =
  'RDS draws the id of an automated backup, and IAM has no condition for whose it is. AWS Backup removes with it what a ' +
  'continuous recovery point has left; the service alone may assume the role.';

export const CONTINUOUS_RECOVERY_POINTS =
  'AWS Backup draws the id of a continuous recovery point. The condition holds copies of it to the standby vault.';

export const DESCRIBED_BY_AWS_BACKUP =
  'Reading only. Whether AWS Backup asks by cluster, by snapshot or for all is not documented, and each is authorised on ' +
  'other resources; its own policy AWSBackupServiceRolePolicyForBackup has *.';

export const NO_RESOURCE_TYPE =
  'The action has no resource type that concerns what it is used for here (Service Authorization Reference), so IAM ' +
  'takes no narrower resource than *.';

export const OWN_NAMESPACE =
  'Metrics have no ARN, so cloudwatch:PutMetricData takes no resource; the condition on cloudwatch:namespace holds it to our own namespace.';

export const OWN_PREFIX =
  'Objects are named by execution or by time; the prefix holds the role to its own part of the bucket.';

export const BY_CONTENT =
  'Published templates and bundles are named by the hash of their content, which changes each release.';

export const STACK_ID = 'The ARN of a stack ends with an id that CloudFormation draws when it is created.';

export const READ_ONLY_IN_REGION =
  'Reading only. RDS answers a list without an identifier with everything in the region, and refuses it to a role that ' +
  'may read less; the function looks for what a restore of ours left under any identifier.';

export const DEFAULT_GROUPS =
  "A restore and an instance take the account's default option and parameter groups, whose names hold the engine's " +
  'version; the permission only lets them be used.';

export const REPLICATION_READS =
  'Replication reads every object of the one bucket that it replicates; S3 assumes the role, nobody else can.';

export const REPLICATION_WRITES =
  'Replication writes every object into the one bucket that receives them; S3 assumes the role, nobody else can.';

export const WHO_HOLDS_THE_LOCK =
  'Executions are named when they start. Reading only, of one state machine: whether the execution that holds the lock still runs.';

export const WHO_FOLLOWS_THE_INCIDENT =
  'Executions are named when they start. Reading only, of one state machine: whether the execution that follows an ' +
  'incident still runs.';
