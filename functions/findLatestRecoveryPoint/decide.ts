import type { Candidate, Input } from './contract';

/** A recovery point as AWS Backup lists it. */
export interface RecoveryPoint {
  readonly recoveryPointArn: string;
  /** The cluster that it is a copy of. */
  readonly resourceArn: string | undefined;
  readonly resourceType: string | undefined;
  readonly status: string | undefined;
  /** When the backup that it is a copy of began. A copy keeps it (AWS Backup Developer Guide, "Creating a copy"). */
  readonly createdAtMs: number | undefined;
  readonly deleteAtMs: number | undefined;
  readonly sizeBytes: number | undefined;
  readonly encryptionKeyArn: string | undefined;
}

export interface Policy {
  readonly sourceClusterArn: string;
  readonly nowMs: number;
  readonly minimumLifetimeMs: number;
  readonly request: Input;
}

export type Skipped = {
  readonly recoveryPointArn: string;
  readonly createdAt: string | null;
  readonly reason: string;
};

export type Verdict =
  | {
      readonly kind: 'chosen';
      readonly chosen: Candidate;
      readonly because: 'newest' | 'requested' | 'adopted';
      readonly runnersUp: readonly Candidate[];
      readonly skipped: readonly Skipped[];
    }
  | { readonly kind: 'none'; readonly skipped: readonly Skipped[] }
  | { readonly kind: 'wrongRequest'; readonly message: string };

/** COMPLETED and AVAILABLE both mean that it can be restored (AWS Backup API, RecoveryPointByBackupVault.Status). */
const USABLE_STATUSES: readonly (string | undefined)[] = ['COMPLETED', 'AVAILABLE'];
const RUNNERS_UP = 10;

/** Chooses what to restore: what was asked for, else what an unfinished failover began with, else the newest. */
export function decide(points: readonly RecoveryPoint[], policy: Policy): Verdict {
  const { request } = policy;
  if (request.recoveryPointArn) return decideRequested(points, request.recoveryPointArn, policy);

  const usable: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const point of newestFirst(points)) {
    const reason = whyUnusable(point, policy) ?? whyExpiring(point, policy);
    if (reason === undefined) usable.push(toCandidate(point, policy));
    else skipped.push(toSkipped(point, reason));
  }
  const adopted = usable.find((candidate) => candidate.recoveryPointArn === request.adoptedRecoveryPointArn);
  const chosen = adopted ?? usable[0];
  if (chosen === undefined) return { kind: 'none', skipped };
  const runnersUp = usable.filter((candidate) => candidate !== chosen).slice(0, RUNNERS_UP);
  return { kind: 'chosen', chosen, because: adopted === undefined ? 'newest' : 'adopted', runnersUp, skipped };
}

/** An operator who names a recovery point gets that one or an error: never another one in its place. */
function decideRequested(points: readonly RecoveryPoint[], arn: string, policy: Policy): Verdict {
  const point = points.find((each) => each.recoveryPointArn === arn);
  if (point === undefined) {
    return wrongRequest(
      `${arn} is no cluster snapshot in the standby vault. Write the ARN of one that is, or leave it out`,
    );
  }
  if (point.resourceArn !== policy.sourceClusterArn) {
    return wrongRequest(
      `${arn} belongs to ${point.resourceArn ?? 'no resource'}. Write one of ${policy.sourceClusterArn}, or leave it out`,
    );
  }
  const notAfter = policy.request.notAfter;
  if (notAfter && point.createdAtMs !== undefined && point.createdAtMs > Date.parse(notAfter)) {
    return wrongRequest(`${arn} was created after notAfter (${notAfter}). Leave out one of the two`);
  }
  const reason = whyUnusable(point, policy);
  if (reason !== undefined) return { kind: 'none', skipped: [toSkipped(point, reason)] };
  return { kind: 'chosen', chosen: toCandidate(point, policy), because: 'requested', runnersUp: [], skipped: [] };
}

/** Whether the name can be looked up at all: RDS restores cluster snapshots, and only those of its own region. */
export function isSnapshotArnOf(region: string, recoveryPointArn: string): boolean {
  const [, , service, arnRegion, , type] = recoveryPointArn.split(':');
  return service === 'rds' && arnRegion === region && type === 'cluster-snapshot';
}

function wrongRequest(text: string): Verdict {
  return { kind: 'wrongRequest', message: `recoveryPointArn: ${text}` };
}

function whyUnusable(point: RecoveryPoint, policy: Policy): string | undefined {
  if (point.resourceArn !== policy.sourceClusterArn) return `belongs to ${point.resourceArn ?? 'no resource'}`;
  if (!point.recoveryPointArn.includes(':cluster-snapshot:'))
    return 'is no cluster snapshot, so RDS cannot restore it here';
  if (!USABLE_STATUSES.includes(point.status)) return `has the status ${point.status ?? 'unknown'}`;
  if (point.createdAtMs === undefined) return 'has no creation date, so its age is unknown';
  const notAfter = policy.request.notAfter;
  if (notAfter && point.createdAtMs > Date.parse(notAfter)) return `was created after ${notAfter}`;
  return undefined;
}

function whyExpiring(point: RecoveryPoint, policy: Policy): string | undefined {
  if (point.deleteAtMs === undefined || point.deleteAtMs - policy.nowMs >= policy.minimumLifetimeMs) return undefined;
  return `expires at ${new Date(point.deleteAtMs).toISOString()}, perhaps before a restore is done`;
}

/** AWS documents no order of the list. Equal times are ordered by ARN, so that every run chooses the same. */
function newestFirst(points: readonly RecoveryPoint[]): readonly RecoveryPoint[] {
  return [...points].sort(
    (a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || (a.recoveryPointArn < b.recoveryPointArn ? -1 : 1),
  );
}

function toCandidate(point: RecoveryPoint, policy: Policy): Candidate {
  const createdAtMs = point.createdAtMs ?? 0;
  return {
    recoveryPointArn: point.recoveryPointArn,
    createdAt: new Date(createdAtMs).toISOString(),
    ageSeconds: Math.max(0, Math.floor((policy.nowMs - createdAtMs) / 1000)),
    sizeBytes: point.sizeBytes ?? null,
    encryptionKeyArn: point.encryptionKeyArn ?? null,
  };
}

function toSkipped(point: RecoveryPoint, reason: string): Skipped {
  const createdAt = point.createdAtMs === undefined ? null : new Date(point.createdAtMs).toISOString();
  return { recoveryPointArn: point.recoveryPointArn, createdAt, reason };
}
