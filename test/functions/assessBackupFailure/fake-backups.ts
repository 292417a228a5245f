import type { Backups, RepairRequest } from '../../../functions/assessBackupFailure/aws';
import type { Incident } from '../../../functions/assessBackupFailure/contract';
import type { JobFact } from '../../../functions/assessBackupFailure/facts';
import type { StoredIncident } from '../../../functions/assessBackupFailure/aws/incident-store';
import { ConcurrentUpdateError, TransientDependencyError } from '../../../functions/shared/errors';
import type { DatedRecoveryPoint, RecoveryPoint } from '../../../functions/shared/recovery-points';
import { setEnvironment } from '../lambda-context';
import { CLUSTER, point, pointsOf, USUAL } from './cases';
import type { Suspension } from '../../../functions/shared/primary';

setEnvironment({
  WORKLOAD_NAME: 'pilot-light',
  LOCK_TABLE_NAME: 'lock',
  PRIMARY_REGION: 'us-east-1',
  PRIMARY_VAULT_NAME: 'primary-vault',
  STANDBY_VAULT_NAME: 'standby-vault',
  STANDBY_VAULT_ARN: 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby-vault',
  SOURCE_CLUSTER_ARN: CLUSTER,
  MINIMUM_LIFETIME_MINUTES: '360',
  BACKUP_ROLE_ARN: 'arn:aws:iam::111111111111:role/backup',
  RPO_MINUTES: '60',
  BACKUP_INTERVAL_MINUTES: '60',
  BACKUP_SCHEDULES: '["cron(30 * * * ? *)"]',
  COPIES_AT_A_TIME: '5',
  HAS_KEEPER: 'false',
  RETENTION_DAYS: '7',
  STANDBY_RETENTION_DAYS: '5',
  WINDOW_MINUTES: '360',
  REPAIR_FROM: 'warning',
  ALARM_PREFIXES: 'pilot-light-backup-,pilot-light-recovery-point-',
  RUNBOOK: 'docs/RUNBOOK_DR.md',
});

/** Two regions in memory: what a test puts in is what the function reads. */
export class FakeBackups implements Backups {
  standby: DatedRecoveryPoint | undefined = point(30);
  primary: DatedRecoveryPoint | undefined = point(30);
  jobs: JobFact[] = [...USUAL];
  alarmsOn: string[] = [];
  stored: StoredIncident | undefined;
  readonly started: string[] = [];
  primaryError: Error | undefined;
  startError: Error | undefined;
  suspended: Suspension | undefined;
  suspensionError: Error | undefined;
  alarmsError: Error | undefined;
  /** Executions that have ended. */
  readonly ended = new Set<string>();
  /** How many writes fail, once something was started. */
  failingWrites = 0;
  readonly #tokens = new Map<string, string>();

  newest = (region: string): Promise<DatedRecoveryPoint | undefined> =>
    region === 'us-west-2' ? Promise.resolve(this.standby) : this.#orError(this.primary);
  backupJobs = (): Promise<readonly JobFact[]> => this.#orError(this.jobs.filter(({ kind }) => kind === 'backup'));
  copyJobs = (region: string): Promise<readonly JobFact[]> =>
    region === 'us-west-2' ? Promise.resolve([]) : this.#orError(this.jobs.filter(({ kind }) => kind === 'copy'));
  points = (region: string): Promise<readonly RecoveryPoint[]> =>
    region === 'us-west-2' ? Promise.resolve([]) : this.#orError(pointsOf(this.jobs));
  otherCopies = (): Promise<readonly []> => this.#orError([]);
  suspension = (): Promise<Suspension | undefined> =>
    this.suspensionError === undefined ? Promise.resolve(this.suspended) : Promise.reject(this.suspensionError);
  alarms = (): Promise<readonly string[]> =>
    this.alarmsError === undefined ? Promise.resolve(this.alarmsOn) : Promise.reject(this.alarmsError);
  isAtWork = (executionArn: string): Promise<boolean> => Promise.resolve(!this.ended.has(executionArn));
  startBackup = ({ token }: RepairRequest): Promise<string> => this.#start('backup', token);
  startCopy = ({ token }: RepairRequest, recoveryPointArn: string): Promise<string> =>
    this.#start(`copy of ${recoveryPointArn}`, token);
  read = (): Promise<StoredIncident | undefined> => Promise.resolve(this.stored);

  write(_: string, incident: Incident, replaces: StoredIncident | undefined): Promise<StoredIncident> {
    if (this.failingWrites > 0 && this.started.length > 0) {
      this.failingWrites -= 1;
      return Promise.reject(new TransientDependencyError('InternalFailure'));
    }
    if (replaces?.version !== this.stored?.version) return Promise.reject(new ConcurrentUpdateError('changed'));
    this.stored = { incident, version: (replaces?.version ?? 0) + 1 };
    return Promise.resolve(this.stored);
  }

  #orError<Value>(value: Value): Promise<Value> {
    return this.primaryError === undefined ? Promise.resolve(value) : Promise.reject(this.primaryError);
  }

  /** The same token is the same job (AWS Backup API Reference, StartBackupJob, IdempotencyToken). */
  #start(what: string, token: string): Promise<string> {
    if (this.startError !== undefined) return Promise.reject(this.startError);
    const known = this.#tokens.get(token);
    if (known !== undefined) return Promise.resolve(known);
    this.started.push(what);
    const jobId = `repair-${this.started.length}`;
    this.#tokens.set(token, jobId);
    return Promise.resolve(jobId);
  }
}
