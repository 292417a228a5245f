import * as z from 'zod';
import { acceptedAgeMinutes, Ask } from '../shared/acceptance';
import type { ErrorName } from '../shared/errors';
import { failoverId, timestamp, wholeNumberText } from '../shared/fields';

export const Input = z.strictObject({
  /** This recovery point and no other. */
  recoveryPointArn: z.string().min(1, 'write the ARN of a recovery point, or leave the field out').nullish(),
  /** Only recovery points created at or before this time: the way back to before a corruption. */
  notAfter: timestamp.nullish(),
  /**
   * The recovery point that an unfinished failover has begun with. It is taken again while the cluster that the failover
   * restored from it stands, and it is within what was accepted, or the objective. Without `failoverId`, while it can be
   * restored.
   */
  adoptedRecoveryPointArn: z.string().nullish(),
  /** The unfinished failover: part of the name of its cluster. */
  failoverId: failoverId.nullish(),
  acceptRecoveryPointAgeMinutes: acceptedAgeMinutes,
  /**
   * At which moment ages are reckoned: when the execution began. What holds it up afterwards makes no data older than what
   * was accepted when it was started.
   * @default now
   */
  asOf: timestamp.nullish(),
  /** Whether to say which is the newest that can be restored, where another one was asked for. */
  compareWithNewest: z.boolean().nullish(),
  /** From which region users are served. While it is the standby, what serves them is the only possible choice. */
  serves: z.enum(['primary', 'standby', 'unknown']).nullish(),
});
export type Input = z.output<typeof Input>;

/** A recovery point that can be restored, or has been. */
export const Candidate = z.object({
  recoveryPointArn: z.string(),
  createdAt: timestamp,
  /** From its creation to `asOf`: the data that is lost where the primary was lost then. 0 for one that is newer. */
  ageSeconds: z.int().nonnegative(),
  sizeBytes: z.number().nullable(),
  encryptionKeyArn: z.string().nullable(),
});
export type Candidate = z.output<typeof Candidate>;

export const Output = z.object({
  chosen: Candidate,
  /** `fresh`: not older than the objective. */
  freshness: z.enum(['fresh', 'stale']),
  objectiveSeconds: z.int(),
  chosenBecause: z.enum(['newest', 'requested', 'adopted']),
  /** A newer one that can be restored and is passed over for what an unfinished failover has restored. */
  newer: Candidate.pick({ recoveryPointArn: true, createdAt: true, ageSeconds: true }).nullable(),
  /**
   * The newest that can be restored, whatever was asked for; null where there is none, and where another one was asked
   * for without `compareWithNewest`.
   */
  newest: Candidate.pick({ recoveryPointArn: true, createdAt: true, ageSeconds: true }).nullable(),
  /** Why a person must be asked before the chosen one is restored for users; null where nobody has to be. */
  ask: Ask.nullable(),
  /** The next best, newest first, at most ten: what a restore falls back to. Empty when one was asked for by ARN. */
  runnersUp: z.array(Candidate),
  /** Why others were passed over; the newest ten. */
  skipped: z.array(z.object({ recoveryPointArn: z.string(), createdAt: z.string().nullable(), reason: z.string() })),
  skippedCount: z.int(),
});
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  WORKLOAD_NAME: z.string().min(1),
  /** The vault in the standby region. */
  VAULT_NAME: z.string().min(1),
  /** ARN of the protected cluster in the primary region. */
  SOURCE_CLUSTER_ARN: z.string().startsWith('arn:', 'write the ARN of the primary Aurora cluster'),
  /** The recovery point objective. */
  RPO_MINUTES: wholeNumberText,
  /** A recovery point that expires sooner than this is not begun with: a restore may take hours. */
  MINIMUM_LIFETIME_MINUTES: wholeNumberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
