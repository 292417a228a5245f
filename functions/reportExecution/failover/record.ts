import * as z from 'zod';
import { plainText } from '../../shared/plain-text';
import { flag, instant, listOf, maybe } from '../lenient';
import { FailoverRequest } from './request';

const text = z.string();
const count = z.number();

/** What the last hourly check of readiness found. */
export const ReadinessBefore = z.object({
  state: z.enum(['ready', 'degraded', 'not-ready', 'unknown']),
  checkedAt: instant.nullable(),
  ageMinutes: z.number().nullable(),
  problems: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      detail: z.string(),
      fix: z
        .string()
        .nullish()
        .transform((fix) => fix ?? null),
    }),
  ),
});
export type ReadinessBefore = z.output<typeof ReadinessBefore>;

export const UNKNOWN_READINESS: ReadinessBefore = { state: 'unknown', checkedAt: null, ageMinutes: null, problems: [] };

/** A recovery point, or the replica of a global database, as the functions that find them describe it. */
const Point = z.looseObject({
  recoveryPointArn: text,
  createdAt: maybe(instant),
  ageSeconds: maybe(count),
});
export type RecoveryPointFact = z.output<typeof Point>;

const Recovery = z.object({
  chosen: Point,
  chosenBecause: maybe(text),
  freshness: maybe(text),
  objectiveSeconds: maybe(count),
  runnersUp: listOf(Point),
  /** A usable recovery point that is newer than the chosen one, and was passed over. */
  newer: maybe(Point),
  skipped: listOf(z.looseObject({ recoveryPointArn: text })),
  skippedCount: maybe(count),
  replication: maybe(z.looseObject({ detail: text })),
  /** Why a person is asked. */
  ask: maybe(z.object({ reason: text, text })),
});
export type RecoveryFact = z.output<typeof Recovery>;

const Database = z.object({
  clusterIdentifier: text,
  clusterArn: maybe(text),
  secretArn: maybe(text),
  recoveryPointArn: maybe(text),
  recoveryPointCreatedAt: maybe(instant),
  abandoned: listOf(text),
  progress: maybe(z.object({ rejected: listOf(z.looseObject({ recoveryPointArn: text, reason: text })) })),
});

const Lock = z.object({
  owner: maybe(text),
  status: maybe(text),
  mode: maybe(text),
  failoverId: maybe(text),
  recoveryPointArn: maybe(text),
  servedAt: maybe(instant),
});
const NO_LOCK = Lock.parse({});

/** What ended the execution, or holds it up, as the state machine caught it. */
const Caught = z.object({
  Error: maybe(text).transform((name) => name ?? 'States.TaskFailed'),
  Cause: maybe(text).transform((cause) => cause ?? ''),
  step: maybe(text).transform((step) => step ?? 'unknown step'),
  startedAt: maybe(instant),
  /** When it was caught. */
  at: maybe(instant),
  /** Since when no call has succeeded. */
  since: maybe(instant),
});
export type Caught = z.output<typeof Caught>;

/** A step that was held up, and went on: the last trouble of it. */
const Interruption = z
  .object({
    step: text,
    since: maybe(instant),
    lastAt: maybe(instant),
    Error: maybe(text),
    Cause: maybe(text),
  })
  .transform(({ step, since, lastAt, Error, Cause }) => {
    const words = plainText(Cause ?? '');
    return { step, since, lastAt, error: Error, cause: words === '' ? null : words };
  });

const Detail = maybe(z.object({ state: maybe(text), phase: maybe(text), detail: maybe(text) }));

/** Of the cache that is made beside the failover, and that it does not wait for. */
const Cache = z.object({ state: text, detail: text, command: maybe(text) });

/** The variables of the state machine, as they are when it ends or waits. Every one may be missing. */
export const FailoverRecord = z.object({
  request: maybe(FailoverRequest),
  budgets: maybe(z.record(z.string(), z.number())),
  readiness: maybe(ReadinessBefore).transform((readiness) => readiness ?? UNKNOWN_READINESS),
  lock: maybe(Lock).transform((lock) => lock ?? NO_LOCK),
  serves: maybe(z.enum(['primary', 'standby', 'unknown'])).transform((serves) => serves ?? 'unknown'),
  isLocked: flag,
  isContinued: flag,
  failoverId: maybe(text),
  recovery: maybe(Recovery),
  acceptance: maybe(text),
  approval: maybe(z.object({ approved: flag, by: maybe(text) })),
  database: maybe(Database),
  restoreProgress: maybe(z.object({ rejected: listOf(z.looseObject({ recoveryPointArn: text, reason: text })) })),
  stack: maybe(z.object({ stackName: text, cache: maybe(Cache) })),
  switch: Detail,
  trafficPoll: Detail,
  checks: listOf(
    z.looseObject({
      suite: maybe(text).transform((suite) => suite ?? 'unknown'),
      name: text,
      passed: flag,
      durationMs: maybe(count).transform((milliseconds) => milliseconds ?? 0),
      detail: maybe(text).transform((detail) => detail ?? 'no detail was given'),
    }),
  ),
  verifiedAt: maybe(instant),
  clusterRemoval: Detail,
  stackRemoval: Detail,
  steps: listOf(z.object({ name: text, startedAt: instant, endedAt: instant })),
  /** What ended the execution; while it runs, the newest trouble. */
  caught: maybe(Caught),
  /** What the clean-up was refused. */
  cleanUpProblems: listOf(Caught),
  interruptions: listOf(Interruption),
  notifiedAt: maybe(instant),
});
export type FailoverRecord = z.output<typeof FailoverRecord>;
