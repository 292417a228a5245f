import { createHash } from 'node:crypto';

/** Tags by which we know what we made. */
export const TAG = {
  failoverId: 'pilot-light:failover-id',
  recoveryPoint: 'pilot-light:recovery-point',
  createdBy: 'pilot-light:created-by',
} as const;

/** What every cluster of one failover begins with. */
export function clusterPrefix(workloadName: string, failoverId: string): string {
  return `${workloadName}-${failoverId}-`;
}

/**
 * The cluster that one failover restores from one recovery point: RDS has no idempotency token for a restore, so the
 * identifier is it.
 */
export function clusterIdentifierOf(workloadName: string, failoverId: string, recoveryPointArn: string): string {
  return `${clusterPrefix(workloadName, failoverId)}${shortHash(recoveryPointArn)}`;
}

export function writerIdentifierOf(clusterIdentifier: string): string {
  return `${clusterIdentifier}-writer`;
}

/** Six hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}
