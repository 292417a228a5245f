import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { jsonText, recoveryId, timestamp, wholeNumberText } from '../shared/fields';
import { RefusalCause } from '../shared/rds-refusals';
import { WriterAttempts } from '../shared/writer-attempts';

/** What one call hands to the next through the workflow: what cannot be read back from AWS. */
export const BesideProgress = z.object({
  /** Since when the present step has been refused for now, and for what cause. */
  refusedSince: timestamp.nullish(),
  refusedFor: RefusalCause.nullish(),
  /** Whether RDS was asked for the master password: it tells nobody which one a cluster has. */
  passwordSet: z.boolean().nullish(),
  /** The writers that did not come. */
  writer: WriterAttempts.nullish(),
});
export type BesideProgress = z.output<typeof BesideProgress>;

export const Input = z.discriminatedUnion('action', [
  /** Restores beside the live cluster: level triggered, called until the phase is `ready`. */
  z
    .strictObject({
      action: z.literal('restore'),
      recoveryId,
      /** The moment before the damage. */
      at: timestamp.nullish(),
      /** Of the primary's vault, in place of a moment. */
      recoveryPointArn: z.string().startsWith('arn:', 'write the ARN of a recovery point').nullish(),
      /** Until then nothing of ours removes what is restored. */
      keepUntil: timestamp.nullish(),
      progress: BesideProgress.nullish(),
    })
    .refine(({ at, recoveryPointArn }) => (at == null) !== (recoveryPointArn == null), {
      message: 'write at, a moment, or recoveryPointArn, a recovery point of the primary vault: one of them',
    }),
  /** Refuses where a failover is under way, or the standby serves: asked between the steps. */
  z.strictObject({ action: z.literal('watch') }),
  /** Removes what one recovery has restored or, without its id, what earlier ones left; nothing before its `keepUntil`. */
  z.strictObject({
    action: z.literal('remove'),
    recoveryId: recoveryId.nullish(),
    /** Also what is to be kept: of a recovery that failed, nobody has any use. */
    evenIfKept: z.boolean('write true or false').nullish(),
  }),
]);
export type Input = z.output<typeof Input>;

/** Which data is restored. */
export const RestoredBeside = z.object({
  phase: z.enum(['restoring', 'preparing', 'ready']),
  detail: z.string(),
  clusterIdentifier: z.string(),
  clusterArn: z.string().nullable(),
  /** The instant of its data. */
  restoredTo: timestamp,
  /** What was asked for, where the log does not reach so far yet. */
  clampedFrom: timestamp.nullable(),
  /** Where it is not restored from the log of the live cluster. */
  recoveryPointArn: z.string().nullable(),
  /** False: it shares the security groups of the live cluster, and can be reached like it. */
  isIsolated: z.boolean(),
  keepUntil: timestamp.nullable(),
  /** Of the master user: it opens both clusters. */
  masterSecretArn: z.string(),
  /** Of the role that only reads, for a person. */
  readerSecretId: z.string(),
  databaseName: z.string(),
  liveClusterArn: z.string(),
  nextPollSeconds: z.int(),
  progress: BesideProgress,
});
export type RestoredBeside = z.output<typeof RestoredBeside>;

export const Removed = z.object({
  /** `kept`: its time is not over. `refused`: what is left may not be removed. */
  phase: z.enum(['working', 'gone', 'refused', 'kept']),
  detail: z.string(),
  /** What is still there and is to go. */
  remaining: z.array(z.string()),
  refused: z.array(z.string()),
  /** Of those that are kept, the earliest end. */
  keptUntil: timestamp.nullable(),
  nextPollSeconds: z.int(),
});
export type Removed = z.output<typeof Removed>;

const Watched = z.object({ goesOn: z.literal(true) });

export const Output = z.union([RestoredBeside, Removed, Watched]);
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  PRIMARY_REGION: z.string().min(1),
  /** The damaged cluster: read, and never changed. */
  CLUSTER_IDENTIFIER: z.string().min(1),
  CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the live cluster'),
  VAULT_NAME: z.string().min(1),
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
  /** Name or ARN in the primary region. */
  MASTER_SECRET_ID: z.string().min(1),
  READER_SECRET_ID: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  /** Of the primary region: the id of a group that lets nothing in or out; it need not be there. */
  SECURITY_GROUP_PARAMETER: z.string().min(1),
  LOCK_TABLE_NAME: z.string().min(1),
  /** JSON object: tags without any by which a backup plan would choose the cluster. */
  TAGS: jsonText(z.record(z.string(), z.string())),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'FencedOutError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
