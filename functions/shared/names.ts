import { createHash } from 'node:crypto';

/** Tags by which we know what we made. */
export const TAG = {
  failoverId: 'pilot-light:failover-id',
  validationId: 'pilot-light:validation-id',
  recoveryId: 'pilot-light:recovery-id',
  recoveryPoint: 'pilot-light:recovery-point',
  /** When its data is of: the recovery point may be gone before the cluster is. */
  recoveryPointCreatedAt: 'pilot-light:recovery-point-created-at',
  createdBy: 'pilot-light:created-by',
  /** Of a cluster restored beside a damaged one: the instant of its data, and what was asked for where that was later. */
  restoredTo: 'pilot-light:restored-to',
  clampedFrom: 'pilot-light:clamped-from',
  /** Until then nothing of ours removes it. */
  keepUntil: 'pilot-light:keep-until',
} as const;

/**
 * What the stacks of a workload begin with, and the namespace of its metrics: `PilotLight` for `pilot-light`. Two workloads
 * of an account have neither in common.
 */
export function capitalised(workloadName: string): string {
  return workloadName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** What clusters are restored for: a failover or drill, a validation, a repair. It is in their names and their tags. */
export interface Run {
  /** What the identifiers of all its clusters begin with. */
  readonly prefix: string;
  readonly tag: string;
  readonly id: string;
}

export function failoverRun(workloadName: string, failoverId: string): Run {
  return { prefix: `${workloadName}-${failoverId}-`, tag: TAG.failoverId, id: failoverId };
}

export function validationRun(workloadName: string, validationId: string): Run {
  return { prefix: `${validationPrefix(workloadName)}${validationId}-`, tag: TAG.validationId, id: validationId };
}

/** What the clusters of all validations of one workload begin with. */
export function validationPrefix(workloadName: string): string {
  return `validate-${workloadName}-`;
}

/** Whether it is a cluster of a validation of this workload, and of none whose name goes on: `shop` and `shop-two`. */
export function isOfValidation(workloadName: string, identifier: string): boolean {
  const prefix = validationPrefix(workloadName);
  return identifier.startsWith(prefix) && /^\d{8}-\d{6}-/.test(identifier.slice(prefix.length));
}

/** A recovery from damaged data: what it restores is beside the live cluster, in the primary region. */
export function repairRun(workloadName: string, recoveryId: string): Run {
  return { prefix: `${repairPrefix(workloadName)}${recoveryId}-`, tag: TAG.recoveryId, id: recoveryId };
}

/** What the clusters of all repairs of one workload begin with. */
export function repairPrefix(workloadName: string): string {
  return `repair-${workloadName}-`;
}

/** Whether it is a cluster of a repair of this workload, as `isOfValidation` says it of a validation's. */
export function isOfRepair(workloadName: string, identifier: string): boolean {
  const prefix = repairPrefix(workloadName);
  return identifier.startsWith(prefix) && /^\d{8}-\d{6}-/.test(identifier.slice(prefix.length));
}

/**
 * The cluster that one run restores from one recovery point: RDS has no idempotency token for a restore, so the
 * identifier is it.
 */
export function clusterIdentifierOf(run: Run, recoveryPointArn: string): string {
  return `${run.prefix}${shortHash(recoveryPointArn)}`;
}

export function writerIdentifierOf(clusterIdentifier: string): string {
  return `${clusterIdentifier}-writer`;
}

/** Keys of the items in the lock table. */
export const LOCK_KEY = 'failover';
export const VALIDATION_LOCK_KEY = 'validation';
export const CORRUPTION_LOCK_KEY = 'corruption';
export const TRAFFIC_KEY = 'traffic';
export const proofKey = (executionArn: string): string => `proof#${executionArn}`;

/** Six hexadecimal digits. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}

/** The family of the parameter groups that an engine version takes: `aurora-postgresql17` for `17.9` (RDS API, DBEngineVersion). */
export function parameterFamily(engineVersion: string): string {
  return `aurora-postgresql${engineVersion.split('.')[0]}`;
}
