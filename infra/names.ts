import { capitalised, parameterFamily } from '../functions/shared/names';
import type { ExistingWorkload } from './config/existing-workload';
import type { ReferenceWorkload } from './config/reference-workload';
import type { Config } from './config/schema';

/** `20260105-012500`, when the execution began: as IAM's wildcards have it. */
const RUN_ID = '????????-??????';

/** Physical names: only of what another region must find, or what IAM allows by prefix. */
export type Names = ReturnType<typeof namesOf>;

export function namesOf(config: Config) {
  const { name, account, primaryRegion, standbyRegion, workload } = config;
  const clusterArn =
    workload.kind === 'existing'
      ? workload.clusterArn
      : `arn:aws:rds:${primaryRegion}:${account}:cluster:${name}-primary`;
  const bucket = (purpose: string, region: string) => `${name}-${purpose}-${account}-${region}`;
  const stack = (what: string) => `${capitalised(name)}${what}`;
  const vaultArn = (region: string, vault: string) => `arn:aws:backup:${region}:${account}:backup-vault:${vault}`;

  return {
    stacks: {
      primary: stack('Primary'),
      standby: stack('Standby'),
      recovery: stack('Recovery'),
      activation: stack('Activation'),
      cache: stack('Cache'),
      traffic: stack('Traffic'),
      frontend: stack('Frontend'),
      replica: stack('Replica'),
      zone: stack('Zone'),
    },
    primaryCluster: clusterArn.slice(clusterArn.lastIndexOf(':') + 1),
    primaryClusterArn: clusterArn,
    /** Of an Aurora global database: itself, and its secondary in the standby region. */
    globalCluster: `${name}-global`,
    replicaCluster: `${name}-replica`,
    replicaClusterArn: `arn:aws:rds:${standbyRegion}:${account}:cluster:${name}-replica`,
    /** Who logs in to the database: a restored one takes these passwords, so both regions have them by these names. */
    secrets: {
      master: workload.kind === 'existing' ? secretNameOf(standbySecretArn(workload)) : `${name}/database`,
      /** What the workload reads: the master user's where a workload that runs already names no other. */
      application: workload.kind === 'existing' ? secretNameOf(applicationSecretArn(workload)) : `${name}/application`,
    },
    /** With which the manifest is taken, in the primary region alone: what is restored is checked in that role's name. */
    readerSecret: `${name}/reader`,
    /** Of the cluster parameter groups in the standby region, one a family: `pilot-light-aurora-postgresql17`. */
    clusterParameterGroup: (engineVersion: string) => `${name}-${parameterFamily(engineVersion)}`,
    clusterParameterGroupPrefix: `${name}-`,
    /** Of everything that a failover or a drill restores: with its id, which no name of another workload can stand for. */
    restored: `${name}-${RUN_ID}-*`,
    primaryVault: `${name}-primary`,
    primaryVaultArn: vaultArn(primaryRegion, `${name}-primary`),
    /** Fixed, because backups and copies are also started on demand from the standby region. */
    backupRole: `${name}-backup-${primaryRegion}`,
    backupRoleArn: `arn:aws:iam::${account}:role/${name}-backup-${primaryRegion}`,
    /** Of the one role that may delete from the vaults. */
    breakGlassRole: `${name}-break-glass`,
    breakGlassRoleArn: config.backup.breakGlassRoleArn ?? `arn:aws:iam::${account}:role/${name}-break-glass`,
    standbyVault: `${name}-standby`,
    standbyVaultArn: vaultArn(standbyRegion, `${name}-standby`),
    standbyKeyAlias: `alias/${name}-standby`,
    frontendBucket: bucket('frontend', primaryRegion),
    /** Beside a workload that runs already: what its database held, for the replica. */
    manifestBucket: bucket('manifests', primaryRegion),
    replicaBucket: bucket('replica', standbyRegion),
    artifactBucket: bucket('artifacts', standbyRegion),
    evidenceBucket: bucket('evidence', standbyRegion),
    /** With this role S3 Batch Replication copies what was in the frontend bucket before there was a replica. */
    batchReplicationRole: `${name}-batch-replication-${primaryRegion}`,
    primaryCache: `${name}-primary`,
    standbyCache: `${name}-standby`,
    accessLogBucket: (region: string) => bucket('access-logs', region),
    standbyApi: `${name}-standby`,
    workloadFunction: `${name}-workload`,
    /** IAM is global: the region in the name keeps the two roles apart. */
    workloadRole: `${name}-workload-${standbyRegion}`,
    workloadRoleArn: `arn:aws:iam::${account}:role/${name}-workload-${standbyRegion}`,
    activationRole: `${name}-activation-${standbyRegion}`,
    /** With this one CloudFormation makes the cache, and nothing that a failover waits for. */
    cacheRole: `${name}-cache-${standbyRegion}`,
    lockTable: `${name}-lock`,
    stateMachine: `${name}-regional-failover`,
    backupFailureStateMachine: `${name}-backup-failure-notification`,
    backupFailureStateMachineArn: `arn:aws:states:${standbyRegion}:${account}:stateMachine:${name}-backup-failure-notification`,
    azFailureStateMachine: `${name}-az-failure`,
    /** Of the workload's server errors, in the primary region. */
    errorsAlarm: (workload.kind === 'existing' ? workload.errorsAlarm : undefined) ?? `${name}-api-5xx`,
    standbyBusArn: `arn:aws:events:${standbyRegion}:${account}:event-bus/default`,
    validationStateMachine: `${name}-restore-validation`,
    validationSchedule: `${name}-restore-validation`,
    corruptionStateMachine: `${name}-corruption-recovery`,
    /** Of everything that a recovery from damaged data restores, in the primary region. */
    repaired: `repair-${name}-${RUN_ID}-*`,
    drillSchedule: `${name}-drill`,
    /** Of everything that a validation restores. */
    underValidation: `validate-${name}-${RUN_ID}-*`,
    /** Of the objects that say what the primary database held: in the replicated bucket, so that both regions have them. */
    manifestPrefix: `${name}/manifests/`,
    functionName: (folder: string) => `${name}-${folder}`,
    parameters: {
      clusterArn: `/${name}/workload/cluster-arn`,
      secretArn: `/${name}/workload/secret-arn`,
      /** There while the region has a cache: `host:port`, for a client that speaks TLS. */
      cacheEndpoint: `/${name}/workload/cache-endpoint`,
      cacheSubnets: `/${name}/standby/cache-subnet-ids`,
      cacheSecurityGroup: `/${name}/standby/cache-security-group-id`,
      standbyKey: `/${name}/standby/key-arn`,
      apiId: `/${name}/standby/api-id`,
      /** For a workload whose functions speak PostgreSQL: where they stand, and in which group. */
      subnets: `/${name}/standby/subnet-ids`,
      databaseClients: `/${name}/standby/database-clients-security-group-id`,
      /** In the primary region: the group of what is restored beside a damaged cluster. */
      repairSecurityGroup: `/${name}/primary/repair-security-group-id`,
      templateUrl: `/${name}/activation/template-url`,
      cacheTemplateUrl: `/${name}/cache/template-url`,
      /** Made with the schedule of the drills, and never changed: when it was made is when they were turned on. */
      drillSchedule: `/${name}/drill/schedule`,
    },
    /** Of the primary region's own alarms; what happens to backups and failovers is told in the standby region. */
    alarmTopic: `${name}-alarms`,
    notificationTopic: `${name}-notifications`,
    primaryDashboard: `${name}-primary`,
    recoveryDashboard: `${name}-disaster-recovery`,
    metric: { namespace: capitalised(name), name: 'StandbyServes' },
    /** The alarm that the health check of the PRIMARY record follows. */
    switchAlarm: `${name}-standby-serves`,
    switchApi: `${name}-switch`,
  } as const;
}

function standbySecretArn({ secretArn, standbySecretArn: own = secretArn }: ExistingWorkload): string {
  return own;
}

function applicationSecretArn(workload: ExistingWorkload): string {
  return workload.applicationSecretArn ?? standbySecretArn(workload);
}

/** Secrets Manager ends a secret's ARN with a hyphen and six characters. */
function secretNameOf(secretArn: string): string {
  return secretArn.slice(secretArn.indexOf(':secret:') + ':secret:'.length).replace(/-[A-Za-z0-9]{6}$/, '');
}

/** Where browsers find the frontend of the reference workload. */
export function frontendNameOf({ zone }: Config, { frontend }: ReferenceWorkload): string {
  return frontend.publicName ?? `www.${zone.name}`;
}

/** What the names of alarms about the backups begin with: the workflow of backup failures hears of these. */
export function backupAlarmPrefixes({ name }: Config): readonly string[] {
  return [`${name}-backup-`, `${name}-recovery-point-`];
}

/** The tag by which the backup plan chooses what to back up. */
export const BACKED_UP = { key: 'backup:automated', value: 'true' } as const;

/** On the keys, whose ids are random: the name of the workload, for permissions on them. */
export const WORKLOAD_TAG = 'disaster-recovery:workload';

/** The tags on everything, so that cost and ownership of the protection can be read off the bill. */
export function tagsOf(config: Config): Readonly<Record<string, string>> {
  return {
    'disaster-recovery:strategy': config.standby === 'warm' ? 'warm-standby' : 'pilot-light',
    'disaster-recovery:rto': duration(config.objectives.rtoMinutes),
    'disaster-recovery:rpo': duration(config.objectives.rpoMinutes),
    [BACKED_UP.key]: BACKED_UP.value,
    'backup:retention-days': String(config.backup.retentionDays),
  };
}

/** As `tagsOf`, without those by which a backup plan chooses what to back up: a trial restore is not to be backed up. */
export function unselectedTags(config: Config): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(tagsOf(config)).filter(([key]) => !key.startsWith('backup:')));
}

function duration(minutes: number): string {
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}
