import { BackupClient, StartBackupJobCommand, StartCopyJobCommand } from '@aws-sdk/client-backup';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { listBackupJobs, listCopyJobs } from '../shared/backup-jobs';
import { clientSettings, currentRegion, lazy } from '../shared/clients';
import { InvariantViolationError } from '../shared/errors';
import { whyLeftAlone } from '../shared/left-alone';
import { newestUsable } from '../shared/recovery-points';
import type { Environment } from './contract';
import type { JobFact, PointFact } from './facts';
import { incidents, type Incidents } from './incident-store';

/** What an on-demand job is asked for. The token makes asking again the same as asking once. */
export interface RepairRequest {
  readonly token: string;
  readonly environment: Environment;
}

export interface Backups extends Incidents {
  newest(region: string, vaultName: string, clusterArn: string, nowMs: number): Promise<PointFact | undefined>;
  backupJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  copyJobs(region: string, clusterArn: string, since: Date): Promise<readonly JobFact[]>;
  /** Why the primary region is not to be asked now. */
  whyLeftAlone(lockTableName: string, nowMs: number): Promise<string | undefined>;
  /** Names of the alarms in this region that are on. */
  alarms(prefixes: readonly string[]): Promise<readonly string[]>;
  /** Both return the id of the job. */
  startBackup(request: RepairRequest): Promise<string>;
  startCopy(request: RepairRequest, recoveryPointArn: string): Promise<string>;
}

/** On-demand backups start as soon as they can; an hour is the shortest window that AWS Backup takes. */
const START_WINDOW_MINUTES = 60;

const clients = new Map<string, BackupClient>();
const dynamoDb = lazy(() => new DynamoDBClient(clientSettings()));
const cloudWatch = lazy(() => new CloudWatchClient(clientSettings()));

export const aws: Backups = {
  ...incidents,

  newest: (region, vaultName, clusterArn, nowMs) => newestUsable(backup(region), vaultName, clusterArn, nowMs),

  backupJobs: (region, clusterArn, since) => listBackupJobs(backup(region), region, clusterArn, since),
  copyJobs: (region, clusterArn, since) => listCopyJobs(backup(region), region, clusterArn, since),

  whyLeftAlone: (lockTableName, nowMs) => whyLeftAlone(dynamoDb(), lockTableName, nowMs),

  async alarms(prefixes) {
    const names: string[] = [];
    for (const prefix of prefixes) {
      const answer = await cloudWatch().send(
        new DescribeAlarmsCommand({ AlarmNamePrefix: prefix, StateValue: 'ALARM', MaxRecords: 100 }),
      );
      names.push(...(answer.MetricAlarms ?? []).flatMap(({ AlarmName }) => AlarmName ?? []));
    }
    return names;
  },

  async startBackup({ token, environment }) {
    const answer = await backup(environment.PRIMARY_REGION).send(
      new StartBackupJobCommand({
        BackupVaultName: environment.PRIMARY_VAULT_NAME,
        ResourceArn: environment.SOURCE_CLUSTER_ARN,
        IamRoleArn: environment.BACKUP_ROLE_ARN,
        IdempotencyToken: token,
        StartWindowMinutes: START_WINDOW_MINUTES,
        Lifecycle: { DeleteAfterDays: environment.RETENTION_DAYS },
      }),
    );
    return idOf(answer.BackupJobId, 'StartBackupJob');
  },

  async startCopy({ token, environment }, recoveryPointArn) {
    const answer = await backup(environment.PRIMARY_REGION).send(
      new StartCopyJobCommand({
        RecoveryPointArn: recoveryPointArn,
        SourceBackupVaultName: environment.PRIMARY_VAULT_NAME,
        DestinationBackupVaultArn: environment.STANDBY_VAULT_ARN,
        IamRoleArn: environment.BACKUP_ROLE_ARN,
        IdempotencyToken: token,
        Lifecycle: { DeleteAfterDays: environment.STANDBY_RETENTION_DAYS },
      }),
    );
    return idOf(answer.CopyJobId, 'StartCopyJob');
  },
};

/** Another region is given up sooner: what is said without its answer must still be said in time. */
function backup(region: string): BackupClient {
  const made =
    clients.get(region) ??
    new BackupClient(clientSettings(region === currentRegion() ? {} : { region, maxAttempts: 2 }));
  clients.set(region, made);
  return made;
}

function idOf(id: string | undefined, operation: string): string {
  if (id !== undefined) return id;
  throw new InvariantViolationError(`${operation} answered without the id of a job`);
}
