import type { DatedRecoveryPoint, UsePolicy } from '../../functions/shared/recovery-points';
import { NOW } from './lambda-context';

export const CLUSTER_ARN = 'arn:aws:rds:us-east-1:111111111111:cluster:pilot-light-primary';
const HOUR_MS = 3_600_000;

export const USE: UsePolicy = { clusterArn: CLUSTER_ARN, nowMs: NOW, minimumLifetimeMs: 6 * HOUR_MS };

/** A copy in the standby vault that can be restored: an hour old, and kept for two days more. */
export function recoveryPoint(overrides: Partial<DatedRecoveryPoint> = {}): DatedRecoveryPoint {
  return {
    arn: 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-a',
    resourceArn: CLUSTER_ARN,
    status: 'COMPLETED',
    createdAtMs: NOW - HOUR_MS,
    completedAtMs: NOW,
    deleteAtMs: NOW + 48 * HOUR_MS,
    sizeBytes: 1000,
    encryptionKeyArn: 'arn:key',
    ...overrides,
  };
}
