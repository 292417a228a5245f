import { createHash } from 'node:crypto';

/** Tags by which we know what we made. */
export const TAG = {
  failoverId: 'pilot-light:failover-id',
  validationId: 'pilot-light:validation-id',
  recoveryPoint: 'pilot-light:recovery-point',
  /** When its data is of: the recovery point may be gone before the cluster is. */
  recoveryPointCreatedAt: 'pilot-light:recovery-point-created-at',
  createdBy: 'pilot-light:created-by',
} as const;

/**
 * What the stacks of a workload begin with, and the namespace of its metrics: `PilotLight` for `pilot-light`. Two workloads
 * of an account have neither in common.
 */
export function capitalised(workloadName: string): string {
  return workloadName.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** What clusters are restored for: one failover or drill, or one validation. It is in their names and their tags. */
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
