import * as z from 'zod';
import { flag, instant, listOf, maybe } from '../common/lenient';
import { Budgets, Caught, Interruption, Steps } from '../common/record-parts';
import { CorruptionRequest } from './request';

const text = z.string();
const count = z.number();

const Restored = z.object({
  phase: maybe(text),
  detail: maybe(text),
  clusterIdentifier: text,
  clusterArn: maybe(text),
  restoredTo: maybe(instant),
  clampedFrom: maybe(instant),
  recoveryPointArn: maybe(text),
  isIsolated: flag,
  keepUntil: maybe(instant),
  masterSecretArn: maybe(text),
  readerSecretId: maybe(text),
  databaseName: maybe(text),
  liveClusterArn: maybe(text),
});

const rows = { deleted: count, changed: count, added: count };

/** As `compareData` answers. */
const Comparison = z.looseObject({
  summary: z.looseObject({ ...rows, tablesCompared: maybe(count), tablesNotCompared: maybe(count) }),
  tables: listOf(z.looseObject({ table: text, ...rows })),
  notCompared: listOf(z.looseObject({ table: text, reason: text, detail: maybe(text) })),
});
export type ComparisonFact = z.output<typeof Comparison>;

/** As `applyRows` answers to `plan`. */
const Plan = z.looseObject({
  planId: maybe(text),
  counts: z.object({ insert: count, update: count, keptNewer: count, refused: count, notMovable: count }),
  tables: listOf(z.looseObject({ table: text, insert: count, update: count, keptNewer: count })),
  triggers: listOf(z.looseObject({ table: text, name: text, fires: flag })),
  transactions: maybe(count),
  blockers: listOf(text),
  notes: listOf(text),
});
export type PlanFact = z.output<typeof Plan>;

const Applied = z.looseObject({
  phase: maybe(text),
  detail: maybe(text),
  inserted: count,
  updated: count,
  keptNewer: count,
  undoCommand: maybe(text),
  undoPrefix: maybe(text),
  undoObjects: listOf(text),
});

const Edge = z.object({ at: instant, isTested: flag });
const PointFact = z.looseObject({ at: text, restoredTo: maybe(instant), value: maybe(z.boolean()), why: maybe(text) });

/** As `findMoment` answers. */
const Search = z.looseObject({
  sql: text,
  low: Edge,
  high: Edge,
  round: count,
  points: listOf(text),
  rounds: listOf(z.looseObject({ round: count, answers: listOf(PointFact) })),
  isFound: flag,
  changedMoreThanOnce: flag,
  falseAt: maybe(instant),
  candidates: maybe(z.array(z.looseObject({ at: text, rows: count }))),
  notes: listOf(text),
  estimate: z.looseObject({
    clusters: count,
    gigabytes: count,
    usdAtLeast: count,
    usdAtMost: count,
    secondsApart: count,
  }),
});
export type SearchFact = z.output<typeof Search>;

const Removal = z.object({
  phase: maybe(text),
  detail: maybe(text),
  remaining: listOf(text),
  refused: listOf(text),
  keptUntil: maybe(instant),
});

/** The variables of the state machine. Every one may be missing. */
export const CorruptionRecord = z.object({
  request: maybe(CorruptionRequest),
  budgets: Budgets,
  lock: maybe(z.object({ owner: maybe(text) })),
  isLocked: flag,
  isCleaningUp: flag,
  /** What is restored stays for now, and this execution removes it later. */
  isKept: flag,
  cleanUpBegan: maybe(instant),
  recoveryId: maybe(text),
  restored: maybe(Restored),
  before: maybe(Comparison),
  plan: maybe(Plan),
  approval: maybe(z.object({ approved: flag, by: maybe(text) })),
  /** The search for the moment, where there is one; the answer to its own question; and the last test of what it found. */
  search: maybe(Search),
  searchApproval: maybe(z.object({ approved: flag, by: maybe(text) })),
  proof: maybe(PointFact),
  applied: maybe(Applied),
  after: maybe(Comparison),
  sweepFound: listOf(text),
  sweepRefused: listOf(text),
  removal: maybe(Removal),
  cleanUpProblem: maybe(Caught),
  steps: Steps,
  /** What ended the execution; while it runs, the newest trouble. */
  caught: maybe(Caught),
  interruptions: listOf(Interruption),
  notifiedAt: maybe(instant),
});
export type CorruptionRecord = z.output<typeof CorruptionRecord>;
