import type { JobFact } from '../../../functions/shared/backup-jobs';
import type { RecoveryPoint } from '../../../functions/shared/recovery-points';
import { CLUSTER_ARN, recoveryPoint } from '../recovery-points';

export const MINUTE = 60_000;
export const TEN = Date.parse('2026-11-22T10:00:00Z');
export const at = (minutes: number) => TEN + minutes * MINUTE;
export const VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby';

export const arnOf = (name: string) => `arn:aws:rds:us-east-1:111111111111:cluster-snapshot:awsbackup:job-${name}`;

/** Which copies count: none of them expires before the horizon. */
export const COPIED = { clusterArn: CLUSTER_ARN, minimumLifetimeMs: 360 * MINUTE };

export function point(name: string, created: number, done: number | undefined): RecoveryPoint {
  return recoveryPoint({
    arn: arnOf(name),
    createdAtMs: at(created),
    status: done === undefined ? 'CREATING' : 'COMPLETED',
    completedAtMs: done === undefined ? undefined : at(done),
    deleteAtMs: undefined,
  });
}

export function backup(name: string, created: number, done: number | undefined, more: Partial<JobFact> = {}): JobFact {
  return job('backup', name, created, done, more);
}

export function copy(name: string, created: number, done: number | undefined, more: Partial<JobFact> = {}): JobFact {
  return job('copy', name, created, done, { destinationVaultArn: VAULT, ...more });
}

function job(
  kind: JobFact['kind'],
  name: string,
  created: number,
  done: number | undefined,
  more: Partial<JobFact>,
): JobFact {
  return {
    kind,
    jobId: name,
    state: done === undefined ? 'RUNNING' : 'COMPLETED',
    message: '',
    region: 'us-east-1',
    createdAtMs: at(created),
    completedAtMs: done === undefined ? undefined : at(done),
    recoveryPointArn: arnOf(name),
    isScheduled: true,
    ...more,
  };
}
