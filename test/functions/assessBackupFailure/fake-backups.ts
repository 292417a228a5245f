import type { Backups } from '../../../functions/assessBackupFailure/aws';
import type { Incident } from '../../../functions/assessBackupFailure/contract';
import type { JobFact } from '../../../functions/assessBackupFailure/facts';
import type { StoredIncident } from '../../../functions/assessBackupFailure/aws/incident-store';
import { ConcurrentUpdateError } from '../../../functions/shared/errors';
import type { DatedRecoveryPoint } from '../../../functions/shared/recovery-points';
import { setEnvironment } from '../lambda-context';
import { CLUSTER, point, USUAL } from './cases';

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
  suspended: string | undefined;

  newest = (region: string): Promise<DatedRecoveryPoint | undefined> =>
    region === 'us-west-2' ? Promise.resolve(this.standby) : this.#orError(this.primary);
  backupJobs = (): Promise<readonly JobFact[]> => this.#orError(this.jobs.filter(({ kind }) => kind === 'backup'));
  copyJobs = (region: string): Promise<readonly JobFact[]> =>
    region === 'us-west-2' ? Promise.resolve([]) : this.#orError(this.jobs.filter(({ kind }) => kind === 'copy'));
  whySuspended = (): Promise<string | undefined> => Promise.resolve(this.suspended);
  alarms = (): Promise<readonly string[]> => Promise.resolve(this.alarmsOn);
  startBackup = (): Promise<string> => this.#start('backup');
  startCopy = (_: unknown, recoveryPointArn: string): Promise<string> => this.#start(`copy of ${recoveryPointArn}`);
  read = (): Promise<StoredIncident | undefined> => Promise.resolve(this.stored);

  write(_: string, incident: Incident, replaces: StoredIncident | undefined): Promise<StoredIncident> {
    if (replaces?.version !== this.stored?.version) return Promise.reject(new ConcurrentUpdateError('changed'));
    this.stored = { incident, version: (replaces?.version ?? 0) + 1 };
    return Promise.resolve(this.stored);
  }

  #orError<Value>(value: Value): Promise<Value> {
    return this.primaryError === undefined ? Promise.resolve(value) : Promise.reject(this.primaryError);
  }

  #start(what: string): Promise<string> {
    if (this.startError !== undefined) return Promise.reject(this.startError);
    this.started.push(what);
    return Promise.resolve(`repair-${this.started.length}`);
  }
}
