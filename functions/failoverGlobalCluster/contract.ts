import * as z from 'zod';
import { acceptedAgeMinutes, Ask } from '../shared/acceptance';
import type { ErrorName } from '../shared/errors';
import { failoverId, jsonText, timestamp, WaitFor, wholeNumberText } from '../shared/fields';
import { RefusalCause } from '../shared/rds-refusals';
import { WriterAttempts } from '../shared/writer-attempts';

/** What one call hands to the next through the workflow: what cannot be read back from AWS. */
export const PromotionProgress = z.object({
  /** A replica has no second choice; the field is that of a restore. */
  rejected: z.array(z.object({ recoveryPointArn: z.string(), reason: z.string() })),
  /** Since when the present step has been refused for now, and for what cause. */
  refusedSince: timestamp.nullable(),
  refusedFor: RefusalCause.nullish(),
  /** The instances that did not come. */
  writer: WriterAttempts.nullish(),
});
export type PromotionProgress = z.output<typeof PromotionProgress>;

export const Input = z.discriminatedUnion('action', [
  /** Changes nothing: says what would be lost now, as FindLatestRecoveryPoint does of a backup. */
  z.strictObject({
    action: z.literal('look'),
    acceptRecoveryPointAgeMinutes: acceptedAgeMinutes,
    /** When the execution began: for a while after it, an outage of CloudWatch is waited out. */
    asOf: timestamp.nullish(),
  }),
  /** A drill must not promote the replica: it would take the primary's writes away. */
  z.strictObject({
    action: z.literal('failover'),
    mode: z.literal('failover', "write 'failover': a drill restores a backup"),
    failoverId,
    /** Up to when the replica had the data, as the look said. */
    dataOf: timestamp.nullable(),
    progress: PromotionProgress.nullish(),
  }),
]);
export type Input = z.output<typeof Input>;

/** In the shape of a recovery point that was found, so that what decides about it reads both alike. */
const Look = z.object({
  chosen: z.object({
    /** The replica's own ARN. */
    recoveryPointArn: z.string(),
    /** When the replica's newest data was committed; null where the lag is not known. */
    createdAt: timestamp.nullable(),
    /** What would be lost; null where the lag is not known. */
    ageSeconds: z.int().nonnegative().nullable(),
    sizeBytes: z.null(),
    encryptionKeyArn: z.null(),
  }),
  freshness: z.enum(['fresh', 'stale', 'unknown']),
  objectiveSeconds: z.int(),
  /** `adopted`: an earlier start has promoted it already. */
  chosenBecause: z.enum(['replicated', 'adopted']),
  newer: z.null(),
  /** Why a person must be asked before the replica is promoted; null where nobody has to be. */
  ask: Ask.nullable(),
  runnersUp: z.tuple([]),
  skipped: z.tuple([]),
  skippedCount: z.literal(0),
  replication: z.object({
    lagMilliseconds: z.number().nullable(),
    /** When Aurora last reported the lag. */
    measuredAt: timestamp.nullable(),
    detail: z.string(),
  }),
});

/** In the shape of what RestoreAurora answers. */
const Advanced = z.object({
  phase: z.enum(['preparing', 'promoting', 'ready']),
  detail: z.string(),
  recoveryPointArn: z.string(),
  recoveryPointCreatedAt: timestamp.nullable(),
  clusterIdentifier: z.string(),
  clusterArn: z.string(),
  secretArn: z.string(),
  /** What was done in this call. */
  actions: z.array(z.string()),
  /** What to wait for before the next call; null: call again after `nextPollSeconds`, or nothing when ready. */
  waitFor: WaitFor.nullable(),
  nextPollSeconds: z.int(),
  abandoned: z.tuple([]),
  progress: PromotionProgress,
});

export const Output = z.union([Look, Advanced]);
export type Look = z.output<typeof Look>;
export type Advanced = z.output<typeof Advanced>;
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  GLOBAL_CLUSTER_IDENTIFIER: z.string().min(1),
  /** The secondary of the global cluster in this region. */
  REPLICA_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the secondary cluster in this region'),
  /** The replicated secret of the master user: a global cluster has no managed one (Aurora User Guide). */
  SECRET_NAME: z.string().min(1),
  RPO_MINUTES: wholeNumberText,
  /** Names of the SSM parameters that the workload reads. */
  CLUSTER_ARN_PARAMETER: z.string().min(1),
  SECRET_ARN_PARAMETER: z.string().min(1),
  /** JSON object: tags of an instance that is added to a headless replica. */
  TAGS: jsonText(z.record(z.string(), z.string())),
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'ConcurrentUpdateError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
