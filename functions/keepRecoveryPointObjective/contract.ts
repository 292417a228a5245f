import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { jsonText, wholeNumberText } from '../shared/fields';

export const Input = z.strictObject({
  /** Says what would be done and does nothing. */
  dryRun: z.boolean('write true or false').default(false),
});
export type Input = z.output<typeof Input>;

export const Output = z.object({
  /**
   * `holds`: the objective holds. `recovering`: it is or will be breached, and as projected now holds again from `heldFrom` on.
   * `cannotHold`: no schedule of backups and copies was found that holds it. `primaryUnreachable`: nothing can be started or known.
   * `leftAlone`: a failover runs or has moved traffic, and nothing is to be started in the primary region.
   * `notSetUp`: the primary region has no such vault, or the role may not read it.
   */
  state: z.enum(['holds', 'recovering', 'cannotHold', 'primaryUnreachable', 'leftAlone', 'notSetUp']),
  /** What it means, with the figures, for a person. */
  detail: z.string(),
  objectiveMinutes: z.number(),
  /** Of the newest point in the standby vault that can be restored; null when there is none. */
  ageMinutes: z.number().nullable(),
  /** The greatest age that is to come, with what we start and without. */
  projectedAgeMinutes: z.number().nullable(),
  projectedAgeWithoutExtrasMinutes: z.number().nullable(),
  /** The smallest age that was found to hold, when the objective does not; null when the age grows without end. */
  bestAgeMinutes: z.number().nullable(),
  heldFrom: z.string().nullable(),
  /** When the next backup of ours is due. */
  nextExtraAt: z.string().nullable(),
  /** What the projection reckons with. */
  times: z
    .object({ startDelayMinutes: z.number(), backupMinutes: z.number(), copyMinutes: z.number(), measuredOn: z.int() })
    .nullable(),
  /** Copies of other databases into the standby region that are under way; where they are as many as run at a time, nothing is started. */
  otherCopies: z.int().nullable(),
  /** Ids of the jobs that were started now. */
  backupJobId: z.string().nullable(),
  copyJobId: z.string().nullable(),
  /** Why AWS Backup would not start one: a quota, or a recovery point that has expired meanwhile. */
  refused: z.string().nullable(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  TOPIC_ARN: z.string().startsWith('arn:', 'write the ARN of the notification topic'),
  /** Backups and copies of the primary cluster are started there; no failover asks it. */
  PRIMARY_REGION: z.string().min(1),
  PRIMARY_VAULT_NAME: z.string().min(1),
  STANDBY_VAULT_NAME: z.string().min(1),
  STANDBY_VAULT_ARN: z.string().startsWith('arn:', 'write the ARN of the standby vault'),
  SOURCE_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** A copy that expires sooner than this does not count: no failover begins with it. */
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
  BACKUP_ROLE_ARN: z.string().startsWith('arn:', 'write the ARN of the role that AWS Backup works with'),
  RPO_MINUTES: wholeNumberText,
  /** Of each rule of the plan. */
  BACKUP_SCHEDULES: jsonText(z.array(z.string().min(1)).min(1).readonly()),
  /** How often this function is called. */
  INTERVAL_MINUTES: wholeNumberText,
  /** Of the projected age, kept free for what takes longer than it ever did. */
  MARGIN_MINUTES: wholeNumberText,
  /** Of the extra backups and of their copies. */
  RETENTION_DAYS: wholeNumberText,
  /** That the account copies into the standby region. */
  COPIES_AT_A_TIME: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

/** Items of the lock table that say that people have been told; each expires when they are to be told again. */
export const TOLD = { notHeld: 'objective-not-held', heldUp: 'copies-held-up' } as const;
export const TOLD_KEYS = Object.values(TOLD);

/** How the subjects end of the messages that say it. */
export const NO_SCHEDULE_FOUND = 'no schedule found that holds the recovery point objective';
export const HELD_UP = 'other copies of the account hold up the recovery point objective';

/** Dimension `Workload` beside Powertools' own `service`. */
export const METRICS = {
  projectedAge: 'ProjectedRecoveryPointAgeMinutes',
  holdable: 'RecoveryPointObjectiveHoldable',
} as const;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
