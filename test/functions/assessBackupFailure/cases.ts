import type { Incident, Signal } from '../../../functions/assessBackupFailure/contract';
import type { Policy } from '../../../functions/assessBackupFailure/decide';
import type { Facts, JobFact, PrimaryFacts } from '../../../functions/assessBackupFailure/facts';
import type { Suspension } from '../../../functions/shared/primary';
import { NOW } from '../lambda-context';
import type { DatedRecoveryPoint, RecoveryPoint } from '../../../functions/shared/recovery-points';
import { recoveryPoint } from '../recovery-points';

export const CLUSTER = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
const VAULT = 'arn:aws:backup:us-west-2:111111111111:backup-vault:standby-vault';
export const ME = 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-backup-failure-notification:me';
export const OTHER = ME.replace(':me', ':other');

const MINUTE_MS = 60_000;
export const ago = (minutes: number): number => NOW - minutes * MINUTE_MS;

export function point(ageMinutes: number) {
  return recoveryPoint({
    arn: `arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:${ageMinutes}`,
    createdAtMs: ago(ageMinutes),
  });
}

export function job(kind: JobFact['kind'], state: string, ageMinutes: number, took = 10): JobFact {
  return {
    kind,
    jobId: `${kind}-${ageMinutes}`,
    state,
    message: `${kind} ${state}`,
    region: 'us-east-1',
    createdAtMs: ago(ageMinutes),
    completedAtMs: state === 'RUNNING' ? undefined : ago(ageMinutes - took),
    recoveryPointArn: `arn:point-${ageMinutes}`,
    isScheduled: kind === 'backup',
    destinationVaultArn: kind === 'copy' ? VAULT : undefined,
  };
}

/** The last hour's backup and copy took 10 and 20 minutes; the next backup is due in 30. */
export const USUAL: readonly JobFact[] = [job('backup', 'COMPLETED', 90), job('copy', 'COMPLETED', 80, 20)];

export const UNDER_WAY: Suspension = {
  kind: 'failoverUnderWay',
  since: '2026-11-22T02:25:00.000Z',
  why: 'the failover 20261122-022500 is under way',
};
export const STANDBY_SERVES: Suspension = {
  kind: 'standbyServes',
  since: '2026-11-22T02:40:00.000Z',
  why: 'the standby region serves',
};

/** The primary region with these jobs, and the points that they made or copy. */
export function primary(jobs: readonly JobFact[], newest: DatedRecoveryPoint | undefined = point(30)): PrimaryFacts {
  return { newest, points: pointsOf(jobs), jobs, otherCopies: [] };
}

export function pointsOf(jobs: readonly JobFact[]): readonly RecoveryPoint[] {
  return jobs.flatMap(({ kind, recoveryPointArn: arn, createdAtMs, completedAtMs }) => {
    if (arn === undefined) return [];
    // What is copied was backed up just before.
    const times = kind === 'backup' ? { createdAtMs, completedAtMs } : { createdAtMs: createdAtMs - MINUTE_MS };
    return [recoveryPoint({ arn, deleteAtMs: undefined, ...times })];
  });
}

/** The next backup of the plan is due in 30 minutes. */
export function policy(objectiveMinutes: number): Policy {
  return {
    objectiveMinutes,
    forecast: {
      standbyVaultArn: VAULT,
      schedules: ['cron(30 * * * ? *)'],
      tickMs: 5 * MINUTE_MS,
      horizonMs: 120 * MINUTE_MS,
      copied: { clusterArn: CLUSTER, minimumLifetimeMs: 0 },
      copiesAtATime: 5,
      isKept: false,
    },
  };
}

export function facts(overrides: Partial<Facts> = {}): Facts {
  return {
    nowMs: NOW,
    standby: point(30),
    standbyPoints: [],
    primary: primary(USUAL),
    primaryState: 'answered',
    primarySilence: undefined,
    suspension: undefined,
    alarms: [],
    ...overrides,
  };
}

export function signal(overrides: Partial<Signal> = {}): Signal {
  return {
    key: 'backup b1',
    kind: 'backup',
    at: new Date(NOW).toISOString(),
    region: 'us-east-1',
    state: 'FAILED',
    message: 'no quota',
    jobId: 'b1',
    alarmName: null,
    problems: [],
    ...overrides,
  };
}

export function incident(overrides: Partial<Incident> = {}): Incident {
  return {
    incidentId: 'pilot-light-primary-20261122-030000',
    resourceArn: CLUSTER,
    status: 'open',
    owner: ME,
    openedAt: new Date(NOW).toISOString(),
    closedAt: null,
    windowStartedAt: new Date(NOW).toISOString(),
    signals: [signal()],
    keys: [signal().key],
    failedBackups: 1,
    failedCopies: 0,
    otherSignals: 0,
    reachAfter: new Date(ago(5)).toISOString(),
    worstSeverity: 'info',
    recurrences: 0,
    goodSince: null,
    notifiedSeverity: null,
    repair: null,
    ...overrides,
  };
}
