import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import {
  failoverId,
  flagText,
  jsonText,
  listText,
  mode,
  numberText,
  timestamp,
  validationId,
  WaitFor,
  wholeNumberText,
} from '../shared/fields';
import { RefusalCause } from '../shared/rds-refusals';
import { WriterAttempts } from '../shared/writer-attempts';

/** What one call hands to the next through the workflow: what cannot be read back from AWS. */
export const Progress = z.object({
  /** Recovery points that could not be restored, and why. */
  rejected: z.array(z.object({ recoveryPointArn: z.string(), reason: z.string() })),
  /** Since when the present step has been refused for now, and for what cause. */
  refusedSince: timestamp.nullable(),
  refusedFor: RefusalCause.nullish(),
  /** Whether RDS was asked for the master password: it tells nobody which one a cluster has. */
  passwordSet: z.boolean().nullish(),
  /** How many of the statements that give the users of the database their passwords are done, and which ones they are. */
  logins: z.object({ how: z.enum(['alter', 'create']), done: z.int().min(0) }).nullish(),
  /** The writers that did not come. */
  writer: WriterAttempts.nullish(),
});
export type Progress = z.output<typeof Progress>;

const common = {
  /** What to restore, best first: the chosen recovery point and its runners-up. */
  candidates: z
    .array(z.object({ recoveryPointArn: z.string().min(1), createdAt: timestamp }))
    .min(1, 'write at least one recovery point'),
  /**
   * How old a recovery point may be that is fallen back to without asking: what was accepted, or the objective.
   * @default FALLBACK_MAX_AGE_MINUTES
   */
  fallbackMaxAgeMinutes: z.number().positive('write minutes above 0').nullish(),
  /**
   * At which moment the age of a fallback is reckoned: when the execution began.
   * @default now
   */
  asOf: timestamp.nullish(),
  progress: Progress.nullish(),
};

export const Input = z.discriminatedUnion('mode', [
  z.strictObject({ mode, failoverId, ...common }),
  /** Isolated, unprotected and unknown to the workload: it is looked at and removed again. */
  z.strictObject({ mode: z.literal('validation'), validationId, ...common }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.object({
  phase: z.enum(['restoring', 'preparing', 'ready']),
  detail: z.string(),
  recoveryPointArn: z.string(),
  recoveryPointCreatedAt: timestamp,
  clusterIdentifier: z.string(),
  clusterArn: z.string().nullable(),
  /** Secrets of this region that open it: with what the workload logs in, and the master user. */
  secretArn: z.string(),
  masterSecretArn: z.string(),
  /** What was done in this call. */
  actions: z.array(z.string()),
  /** What to wait for before the next call; null: call again after `nextPollSeconds`, or nothing when ready. */
  waitFor: WaitFor.nullable(),
  nextPollSeconds: z.int(),
  /** Clusters of this failover that are not going to be used: to be removed. */
  abandoned: z.array(z.string()),
  progress: Progress,
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  DB_SUBNET_GROUP_NAME: z.string().min(1),
  /** Before the family: a restore keeps the version of its snapshot, and takes the group of that. */
  DB_CLUSTER_PARAMETER_GROUP_PREFIX: z.string().min(1),
  /** Separated by commas. */
  VPC_SECURITY_GROUP_IDS: listText,
  /** The key of the restored cluster: the standby region's. */
  KMS_KEY_ARN: z.string().min(1),
  /** Aurora capacity units. */
  MIN_CAPACITY: numberText,
  MAX_CAPACITY: numberText,
  BACKUP_RETENTION_DAYS: wholeNumberText,
  /** A fallback recovery point older than this is not taken without asking, where the call does not say how old it may be. */
  FALLBACK_MAX_AGE_MINUTES: wholeNumberText,
  /** Names of the SSM parameters that the workload reads. */
  DATABASE_NAME: z.string().min(1),
  /**
   * Names of secrets of this region whose passwords the users of a restored cluster are given: the master user, and the
   * role of the workload, unless it logs in as the master user.
   */
  MASTER_SECRET_NAME: z.string().min(1),
  APPLICATION_SECRET_NAME: z.string().min(1),
  /** Whether a role that the backup does not have is ours to make: an older backup has none. */
  MAY_CREATE_ROLES: flagText,
  CLUSTER_ARN_PARAMETER: z.string().min(1),
  SECRET_ARN_PARAMETER: z.string().min(1),
  /** JSON object: further tags for the cluster and its writer. */
  TAGS: jsonText(z.record(z.string(), z.string())),
  /** Where the clusters of a validation are placed instead: no way in, no way out. */
  VALIDATION_DB_SUBNET_GROUP_NAME: z.string().min(1),
  VALIDATION_VPC_SECURITY_GROUP_IDS: listText,
  /** As TAGS, without any by which a backup plan would choose the cluster. */
  VALIDATION_TAGS: jsonText(z.record(z.string(), z.string())),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
