import * as z from 'zod';
import { plainText } from '../../shared/plain-text';
import { flag, instant, listOf, maybe } from './lenient';

/*
 * Variables that the state machines have in common.
 */

const text = z.string();
const count = z.number();

/** A recovery point, or the replica of a global database, as the functions that find them describe it. */
export const Point = z.looseObject({
  recoveryPointArn: text,
  createdAt: maybe(instant),
  ageSeconds: maybe(count),
});
export type RecoveryPointFact = z.output<typeof Point>;

/** Recovery points that could not be restored. */
export const RestoreRejections = maybe(
  z.object({ rejected: listOf(z.looseObject({ recoveryPointArn: text, reason: text })) }),
);

/** What was chosen to be restored, and what was passed over. */
export const Recovery = z.object({
  chosen: Point,
  chosenBecause: maybe(text),
  freshness: maybe(text),
  objectiveSeconds: maybe(count),
  runnersUp: listOf(Point),
  skipped: listOf(z.looseObject({ recoveryPointArn: text })),
  skippedCount: maybe(count),
});

/** What ended the execution, or holds it up, as the state machine caught it. */
export const Caught = z.object({
  Error: maybe(text).transform((name) => name ?? 'States.TaskFailed'),
  Cause: maybe(text).transform((cause) => cause ?? ''),
  step: maybe(text).transform((step) => step ?? 'unknown step'),
  startedAt: maybe(instant),
  /** When the step began, where that is known: what failed may be a later call of it. */
  began: maybe(instant),
  /** When it was caught. */
  at: maybe(instant),
  /** Since when no call has succeeded. */
  since: maybe(instant),
});
export type Caught = z.output<typeof Caught>;

/** A step that was held up, and went on: the last trouble of it. */
export const Interruption = z
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
export type Interruption = z.output<typeof Interruption>;

const UNREADABLE = {
  suite: 'unknown',
  name: 'a check that cannot be read',
  passed: false,
  durationMs: 0,
  detail: 'no detail was given',
  sentence: null,
};

/** What a smoke test has found. One that cannot be read has not passed: none is left out. */
export const Checks = listOf(
  z
    .looseObject({
      suite: maybe(text).transform((suite) => suite ?? UNREADABLE.suite),
      name: maybe(text).transform((name) => name ?? UNREADABLE.name),
      passed: flag,
      durationMs: maybe(count).transform((milliseconds) => milliseconds ?? 0),
      detail: maybe(text).transform((detail) => detail ?? UNREADABLE.detail),
      /** What a person would recognise in restored data. */
      sentence: maybe(text),
    })
    .catch(UNREADABLE),
);

/** Steps that are done. */
export const Steps = listOf(z.object({ name: text, startedAt: instant, endedAt: instant }));

export const Budgets = maybe(z.record(z.string(), z.number()));
