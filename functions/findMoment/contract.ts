import * as z from 'zod';
import type { ErrorName } from '../shared/errors';
import { numberText, timestamp } from '../shared/fields';

const count = z.int().nonnegative();

/** A moment between which and the other one the predicate changed. */
const Edge = z.object({
  at: timestamp,
  /** False: it is an end of the range as it was asked for, and nothing was restored as of it. */
  isTested: z.boolean(),
});

/** What one restored cluster answered. */
export const PointAnswer = z.object({
  /** The moment that was asked for. */
  at: timestamp,
  /** The instant of the data; null where nothing was restored. */
  restoredTo: timestamp.nullable(),
  /** Null: it could not be had. */
  value: z.boolean().nullable(),
  /** Why not: in words, or what a function of the workflow failed with. */
  why: z.string().nullable(),
});
export type PointAnswer = z.output<typeof PointAnswer>;

/** A transaction that inserted or updated rows of the tables that the predicate reads. */
export const CommitCandidate = z.object({ at: timestamp, rows: count, transaction: z.string() });
export type CommitCandidate = z.output<typeof CommitCandidate>;

/** One restored cluster, and what is asked of it. */
const ClusterQuestion = z.strictObject({
  sql: z.string().min(1),
  at: timestamp,
  restoredTo: timestamp,
  clusterArn: z.string().startsWith('arn:', 'write the ARN of a restored cluster'),
  secretArn: z.string().min(1),
});
export type ClusterQuestion = z.output<typeof ClusterQuestion>;

/** All that is known of a search: one call hands it to the next through the workflow. */
export const MomentSearch = z.object({
  sql: z.string(),
  low: Edge,
  high: Edge,
  /** The round whose points are to be restored, from 1. */
  round: count,
  /** The moments of this round; empty once it is over. */
  points: z.array(timestamp),
  rounds: z.array(z.object({ round: count, answers: z.array(PointAnswer) })),
  isFound: z.boolean(),
  changedMoreThanOnce: z.boolean(),
  /** When the predicate was false in the live cluster. */
  falseAt: timestamp,
  /** Null: `track_commit_timestamp` is off. */
  candidates: z.array(CommitCandidate).nullable(),
  /** What of the request could not be, and what was left out. */
  notes: z.array(z.string()),
  estimate: z.object({
    clusters: count,
    gigabytes: z.number(),
    /** What all the clusters cost if each is there for an hour: at the least and at the greatest capacity. */
    usdAtLeast: z.number(),
    usdAtMost: z.number(),
    /** How far apart the two moments may still be after the last round. */
    secondsApart: count,
  }),
});
export type MomentSearch = z.output<typeof MomentSearch>;

export const Input = z.discriminatedUnion('action', [
  /** Evaluates the predicate in the live cluster, and places the points of the first round. Restores nothing. */
  z.strictObject({ action: z.literal('begin'), sql: z.string().min(1), from: timestamp, to: timestamp.nullish() }),
  /** Evaluates it in one restored cluster. */
  ClusterQuestion.extend({ action: z.literal('test') }),
  /** Evaluates it in the cluster that the recovery goes on with: it has to be true there. */
  ClusterQuestion.extend({ action: z.literal('prove'), isTested: z.boolean() }),
  /** Draws from the answers of a round where the moment is, and places the points of the next. Reads nothing. */
  z.strictObject({ action: z.literal('narrow'), search: MomentSearch, answers: z.array(PointAnswer) }),
]);
export type Input = z.output<typeof Input>;

export const Output = z.union([MomentSearch, PointAnswer]);
export type Output = z.output<typeof Output>;

export const Environment = z.object({
  PRIMARY_REGION: z.string().min(1),
  /** The damaged cluster: read, and never changed. */
  CLUSTER_IDENTIFIER: z.string().min(1),
  /** Name or ARN in the primary region; it opens every cluster that is restored, too. */
  MASTER_SECRET_ID: z.string().min(1),
  DATABASE_NAME: z.string().min(1),
  /** What AWS charges in the primary region, in US dollars. */
  ACU_HOUR_USD: numberText,
  STORAGE_GB_MONTH_USD: numberText,
});
export type Environment = z.output<typeof Environment>;

export const Errors = [
  'TransientDependencyError',
  'InvalidRequestError',
  'UnsafeToProceedError',
  'InvariantViolationError',
] as const satisfies readonly ErrorName[];
