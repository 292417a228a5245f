/** A recovery point of Aurora as AWS Backup lists it. Times in milliseconds since 1970. */
export interface RecoveryPoint {
  readonly arn: string;
  /** The cluster that it is a backup of. */
  readonly resourceArn: string | undefined;
  readonly status: string;
  /** When the backup began whose data it holds. A copy keeps it (AWS Backup Developer Guide, "Creating a copy"). */
  readonly createdAtMs: number | undefined;
  readonly completedAtMs: number | undefined;
  /** When AWS Backup deletes it; undefined where it is kept for ever. */
  readonly deleteAtMs: number | undefined;
  readonly sizeBytes: number | undefined;
  readonly encryptionKeyArn: string | undefined;
}

/** One whose age is known. */
export type DatedRecoveryPoint = RecoveryPoint & { readonly createdAtMs: number };

/** What makes a recovery point usable. */
export interface UsePolicy {
  /** The protected cluster, in the primary region. */
  readonly clusterArn: string;
  readonly nowMs: number;
  /** A restore is not begun with one that expires sooner than this: it may take hours. */
  readonly minimumLifetimeMs: number;
  /** Nothing newer is wanted: a time as it was asked for. */
  readonly notAfter?: string | null | undefined;
}

export interface Selection {
  /** Newest first. */
  readonly usable: readonly DatedRecoveryPoint[];
  /** Newest first, each with the reason why it cannot be used. */
  readonly unusable: readonly { readonly point: RecoveryPoint; readonly reason: string }[];
}

/** COMPLETED and AVAILABLE both mean that it can be restored (AWS Backup API, RecoveryPointByBackupVault.Status). */
const COMPLETE_STATUSES: readonly string[] = ['COMPLETED', 'AVAILABLE'];

/**
 * Which of the recovery points can be restored or copied, and which is the newest. The failover, the age that is measured
 * and alarmed on, the keeper, readiness and the mails about backups all ask here: what a failover passes over has no age.
 */
export function selectUsable(points: readonly RecoveryPoint[], policy: UsePolicy): Selection {
  const usable: DatedRecoveryPoint[] = [];
  const unusable: { point: RecoveryPoint; reason: string }[] = [];
  for (const point of newestFirst(points)) {
    const reason = whyUnusable(point, policy);
    if (reason !== undefined) unusable.push({ point, reason });
    else if (isDated(point)) usable.push(point);
  }
  return { usable, unusable };
}

/** The newest that can be used, by its CreationDate; undefined when there is none. */
export function newestUsable(points: readonly RecoveryPoint[], policy: UsePolicy): DatedRecoveryPoint | undefined {
  return selectUsable(points, policy).usable[0];
}

export function isUsable(point: RecoveryPoint, policy: UsePolicy): point is DatedRecoveryPoint {
  return whyUnusable(point, policy) === undefined && isDated(point);
}

function isDated(point: RecoveryPoint): point is DatedRecoveryPoint {
  return point.createdAtMs !== undefined;
}

/** Why it cannot be used, as the end of a sentence that begins with its name. */
function whyUnusable(point: RecoveryPoint, policy: UsePolicy): string | undefined {
  return whyNotRestorable(point, policy) ?? whyExpiring(point, policy);
}

function whyNotRestorable(
  { arn, resourceArn, createdAtMs, status }: RecoveryPoint,
  { clusterArn, notAfter }: UsePolicy,
): string | undefined {
  if (resourceArn !== clusterArn) return `belongs to ${resourceArn ?? 'no resource'}`;
  // A continuous recovery point is no snapshot: nothing can be restored from it in another region.
  if (!arn.includes(':cluster-snapshot:')) return 'is no cluster snapshot, so RDS cannot restore it here';
  if (!COMPLETE_STATUSES.includes(status)) return `has the status ${status}`;
  if (createdAtMs === undefined) return 'has no creation date, so its age is unknown';
  if (notAfter && createdAtMs > Date.parse(notAfter)) return `was created after ${notAfter}`;
  return undefined;
}

function whyExpiring({ deleteAtMs }: RecoveryPoint, { nowMs, minimumLifetimeMs }: UsePolicy): string | undefined {
  if (deleteAtMs === undefined || deleteAtMs - nowMs >= minimumLifetimeMs) return undefined;
  return `expires at ${new Date(deleteAtMs).toISOString()}, perhaps before a restore is done`;
}

/** Whether its backup or copy is done, usable or not. */
export function isComplete({ status }: RecoveryPoint): boolean {
  return COMPLETE_STATUSES.includes(status);
}

/** Whether it is the one recovery point of a rule with continuous backup on (AWS Backup Developer Guide, Aurora PITR). */
export function isContinuous(arn: string | undefined): boolean {
  return arn?.includes(':recovery-point:continuous:') === true;
}

export function ageSeconds({ createdAtMs }: DatedRecoveryPoint, nowMs: number): number {
  return Math.max(0, Math.floor((nowMs - createdAtMs) / 1000));
}

/** AWS documents no order of the list. Equal times are ordered by ARN, so that every run chooses the same. */
function newestFirst(points: readonly RecoveryPoint[]): readonly RecoveryPoint[] {
  return [...points].sort((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0) || (a.arn < b.arn ? -1 : 1));
}
