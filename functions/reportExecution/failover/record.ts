import * as z from 'zod';
import { flag, instant, listOf, maybe } from '../common/lenient';
import {
  Budgets,
  Caught,
  Checks,
  Interruption,
  Point,
  Recovery,
  RestoreRejections,
  Steps,
} from '../common/record-parts';
import { FailoverRequest } from './request';

const text = z.string();

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

/** As `LookAtReplica` and `FindLatestRecoveryPoint` describe it. */
const FailoverRecovery = Recovery.extend({
  /** A usable recovery point that is newer than the chosen one, and was passed over. */
  newer: maybe(Point),
  replication: maybe(z.looseObject({ detail: text })),
  /** Why a person is asked. */
  ask: maybe(z.object({ reason: text, text })),
});
export type RecoveryFact = z.output<typeof FailoverRecovery>;

const Database = z.object({
  clusterIdentifier: text,
  clusterArn: maybe(text),
  secretArn: maybe(text),
  recoveryPointArn: maybe(text),
  recoveryPointCreatedAt: maybe(instant),
  abandoned: listOf(text),
  progress: RestoreRejections,
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

const Detail = maybe(z.object({ state: maybe(text), phase: maybe(text), detail: maybe(text) }));

/** Of the cache that is made beside the failover, and that it does not wait for. */
const Cache = z.object({ state: text, detail: text, command: maybe(text) });

/** The variables of the state machine, as they are when it ends or waits. Every one may be missing. */
export const FailoverRecord = z.object({
  request: maybe(FailoverRequest),
  budgets: Budgets,
  /** Null before it was read. */
  readiness: maybe(ReadinessBefore),
  lock: maybe(Lock).transform((lock) => lock ?? NO_LOCK),
  serves: maybe(z.enum(['primary', 'standby', 'unknown'])).transform((serves) => serves ?? 'unknown'),
  isLocked: flag,
  isContinued: flag,
  failoverId: maybe(text),
  recovery: maybe(FailoverRecovery),
  acceptance: maybe(text),
  /** Before an answer: `asked` once the question was delivered, and until when it waits if the trouble ended now. */
  approval: maybe(z.object({ approved: flag, by: maybe(text), asked: flag, endsAt: maybe(instant) })),
  database: maybe(Database),
  restoreProgress: RestoreRejections,
  stack: maybe(z.object({ stackName: text, cache: maybe(Cache) })),
  switch: Detail,
  trafficPoll: Detail,
  checks: Checks,
  verifiedAt: maybe(instant),
  /** Of a drill whose standby stays up after its smoke test; `endedBy` where somebody ended it before its time. */
  hold: maybe(z.object({ from: instant, until: instant, endedAt: maybe(instant), endedBy: maybe(text) })),
  cleanUpBegan: maybe(instant),
  clusterRemoval: Detail,
  stackRemoval: Detail,
  steps: Steps,
  /** What ended the execution; while it runs, the newest trouble. */
  caught: maybe(Caught),
  /** What the clean-up was refused. */
  cleanUpProblems: listOf(Caught),
  interruptions: listOf(Interruption),
  notifiedAt: maybe(instant),
  /** Until when it waits for what may pass by itself, while it runs. An approval moves it. */
  deadlineAt: maybe(instant),
});
export type FailoverRecord = z.output<typeof FailoverRecord>;
