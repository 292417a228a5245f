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
import { ValidationRequest } from './request';

const text = z.string();

const Trial = z.object({
  phase: maybe(text),
  detail: maybe(text),
  clusterIdentifier: text,
  recoveryPointArn: maybe(text),
  recoveryPointCreatedAt: maybe(instant),
  progress: RestoreRejections,
});

const Removal = z.object({
  /** `gone`: nothing is left of any validation. */
  phase: maybe(text),
  detail: maybe(text),
  remaining: listOf(text),
  /** Why each that may not be removed stays. */
  refused: listOf(text),
});

/** The variables of the state machine of the restore validation. Every one may be missing. */
export const ValidationRecord = z.object({
  request: maybe(ValidationRequest),
  budgets: Budgets,
  lock: maybe(z.object({ owner: maybe(text) })),
  isLocked: flag,
  isCleaningUp: flag,
  cleanUpBegan: maybe(instant),
  validationId: maybe(text),
  /** `newest`: the newest that could be restored, whatever was asked for. */
  recovery: maybe(Recovery.extend({ newest: maybe(Point) })),
  restored: maybe(Trial),
  restoreBegan: maybe(instant),
  checks: Checks,
  /** No check is left to be run. */
  areChecksDone: flag,
  /** What earlier validations had left, and what of it may not be removed. */
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
export type ValidationRecord = z.output<typeof ValidationRecord>;
