import { BackupClient } from '@aws-sdk/client-backup';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { type CopyUnderWayOfAnother, listOtherCopies } from '../shared/account-copies';
import { listBackupJobs, listCopyJobs } from '../shared/backup-jobs';
import { clientSettings, currentRegion, lazy, primaryClientSettings } from '../shared/clients';
import { executionStatus, isAtWork } from '../shared/executions';
import { readSuspension, type Suspension } from '../shared/primary';
import { findNewestUsable, listCreatedSince, type VaultOfCluster } from '../shared/recovery-point-vault';
import type { DatedRecoveryPoint, RecoveryPoint, UsePolicy } from '../shared/recovery-points';
import { startBackup, startCopy } from '../shared/start-jobs';
import type { Environment } from './contract';
import type { JobFact } from './facts';
import { incidents, type Incidents } from './aws/incident-store';
import { together } from './together';

/** What an on-demand job is asked for. The token makes asking again the same as asking once. */
export interface RepairRequest {
  readonly token: string;
  readonly environment: Environment;
}

export interface Backups extends Incidents {
  newest(region: string, vaultName: string, policy: UsePolicy): Promise<DatedRecoveryPoint | undefined>;
  backupJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  copyJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  /** What was created lately in a vault. */
  points(region: string, vault: VaultOfCluster, since: Date): Promise<readonly RecoveryPoint[]>;
  /** Of other databases, from this region into that of the vault. */
  otherCopies(
    region: string,
    clusterArn: string,
    vaultArn: string,
    since: Date,
  ): Promise<readonly CopyUnderWayOfAnother[]>;
  /** What the primary region is left alone for, if anything. */
  suspension(lockTableName: string): Promise<Suspension | undefined>;
  /** Whether an execution of the workflow still follows what it owns. */
  isAtWork(executionArn: string): Promise<boolean>;
  /** Names of the alarms in this region that are on. */
  alarms(prefixes: readonly string[]): Promise<readonly string[]>;
  /** Both return the id of the job. */
  startBackup(request: RepairRequest): Promise<string>;
  startCopy(request: RepairRequest, recoveryPointArn: string): Promise<string>;
}

const clients = new Map<string, BackupClient>();
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const states = lazy(() => new SFNClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));

export const aws: Backups = {
  ...incidents,

  newest: (region, vaultName, policy) => findNewestUsable(backup(region), vaultName, policy),

  backupJobs: (region, clusterArn, since) => listBackupJobs(backup(region), region, clusterArn, since),
  copyJobs: (region, clusterArn, since) => listCopyJobs(backup(region), region, clusterArn, since),
  points: (region, vault, since) => listCreatedSince(backup(region), vault, since.getTime()),
  otherCopies: (region, clusterArn, vaultArn, since) => listOtherCopies(backup(region), clusterArn, vaultArn, since),

  suspension: (lockTableName) => readSuspension({ dynamoDb: dynamoDb(), states: states() }, lockTableName),

  isAtWork: async (executionArn) => isAtWork(await executionStatus(states(), executionArn)),

  async alarms(prefixes) {
    const answers = await together(
      prefixes.map((prefix) =>
        cloudWatch().send(new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, StateValue: 'ALARM', MaxRecords: 100 })),
      ),
    );
    return answers.flatMap(({ MetricAlarms = [] }) => MetricAlarms.flatMap(({ AlarmName }) => AlarmName ?? []));
  },

  startBackup: ({ token, environment }) =>
    startBackup(
      backup(environment.PRIMARY_REGION),
      { token, roleArn: environment.BACKUP_ROLE_ARN, keepDays: environment.RETENTION_DAYS },
      {
        clusterArn: environment.SOURCE_CLUSTER_ARN,
        vaultName: environment.PRIMARY_VAULT_NAME,
        createdBy: 'assessBackupFailure',
      },
    ),

  startCopy: ({ token, environment }, recoveryPointArn) =>
    startCopy(
      backup(environment.PRIMARY_REGION),
      { token, roleArn: environment.BACKUP_ROLE_ARN, keepDays: environment.STANDBY_RETENTION_DAYS },
      {
        recoveryPointArn,
        fromVaultName: environment.PRIMARY_VAULT_NAME,
        toVaultArn: environment.STANDBY_VAULT_ARN,
      },
    ),
};

/** Asked twice: what is said without the primary's answer must still be said in time. */
function backup(region: string): BackupClient {
  const made =
    clients.get(region) ??
    new BackupClient(region === currentRegion() ? clientSettings() : primaryClientSettings(region, 2));
  clients.set(region, made);
  return made;
}
