import { restorableVersions } from '../aurora-engine';
import type { Config } from '../config/schema';
import { namesOf } from '../names';
import { type Wildcard, wildcard } from './permission';
import * as reasons from './reasons';

type RdsKind = 'cluster' | 'cluster-auto-backup' | 'cluster-pg' | 'cluster-snapshot' | 'db' | 'og' | 'pg' | 'subgrp';

/**
 * ARNs in one region, those with a `*` with the reason for it.
 * @param region by default the standby region, where the recovery stack is and works
 */
export function arnsOf(config: Config, region: string = config.standbyRegion) {
  const { account } = config;
  const names = namesOf(config);
  const rds = (kind: RdsKind, name: string) => `arn:aws:rds:${region}:${account}:${kind}:${name}`;
  return {
    rds,
    parameter: (name: string) => `arn:aws:ssm:${region}:${account}:parameter${name}`,
    role: (name: string) => `arn:aws:iam::${account}:role/${name}`,
    stack: (name: string) => wildcard(`arn:aws:cloudformation:${region}:${account}:stack/${name}/*`, reasons.STACK_ID),
    /** Executions that follow an incident of the backups. */
    backupIncidents: wildcard(
      `arn:aws:states:${region}:${account}:execution:${names.backupFailureStateMachine}:*`,
      reasons.WHO_FOLLOWS_THE_INCIDENT,
    ),
    alarm: (name: string) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
    lambda: (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`,
    standbyCache: `arn:aws:elasticache:${region}:${account}:serverlesscache:${names.standbyCache}`,
    keys: `arn:aws:kms:${region}:${account}:key/*`,
    /** Secrets Manager ends the ARN of a secret with a hyphen and six characters. */
    secret: (name: string) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}-??????`,
    /** One a family, for what is restored. */
    clusterParameterGroups: restorableVersions(config.cluster.engineVersion).map((version) =>
      rds('cluster-pg', names.clusterParameterGroup(version)),
    ),
    /** Snapshots that AWS Backup makes. */
    backups: wildcard(rds('cluster-snapshot', 'awsbackup:*'), reasons.RECOVERY_POINTS),
    /** What RDS itself keeps of the primary's cluster; of a continuous backup AWS Backup copies them. */
    automatedSnapshots: wildcard(rds('cluster-snapshot', `rds:${names.primaryCluster}-*`), reasons.AUTOMATED_SNAPSHOTS),
    automatedBackups: wildcard(rds('cluster-auto-backup', '*'), reasons.AUTOMATED_BACKUPS),
    continuousRecoveryPoints: wildcard(
      `arn:aws:backup:${region}:${account}:recovery-point:continuous:*`,
      reasons.CONTINUOUS_RECOVERY_POINTS,
    ),
    /** What a failover or a drill restores. */
    restored: (kind: 'cluster' | 'db') => wildcard(rds(kind, names.restored), reasons.RESTORED),
    /** What a failover promotes in place of a restore. */
    promoted: config.database === 'global' ? [names.replicaClusterArn] : [],
    /** What a validation restores. */
    underValidation: (kind: 'cluster' | 'db') => wildcard(rds(kind, names.underValidation), reasons.UNDER_VALIDATION),
    /** What is restored beside a damaged cluster. */
    repaired: (kind: 'cluster' | 'db') => wildcard(rds(kind, names.repaired), reasons.REPAIRED),
    /** The groups that a damaged cluster is in. */
    groupsOfLive: (['subgrp', 'cluster-pg'] as const).map((kind) =>
      wildcard(rds(kind, '*'), reasons.GROUPS_OF_THE_LIVE_CLUSTER),
    ),
    /** Executions of the failover: who holds its lock. */
    failovers: wildcard(
      `arn:aws:states:${region}:${account}:execution:${names.stateMachine}:*`,
      reasons.WHO_HOLDS_THE_LOCK,
    ),
    /** Every cluster and instance, for lists without an identifier. */
    listed: (['cluster', 'db'] as const).map((kind): Wildcard => wildcard(rds(kind, '*'), reasons.READ_ONLY_IN_REGION)),
    /** The groups of RDS itself, one for each engine version. */
    defaultGroups: [
      wildcard(rds('og', 'default:*'), reasons.DEFAULT_GROUPS),
      wildcard(rds('pg', 'default.*'), reasons.DEFAULT_GROUPS),
    ],
  };
}
