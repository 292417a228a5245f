import { inWords, isRefusal, isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { isPilotLightError, TransientDependencyError } from '../shared/errors';
import type { Traffic } from './aws';
import type { Environment, Output } from './contract';
import type { Decision } from './decision';
import type { Route } from './plan-route';

export interface Step {
  /** The decision that stands, as it was read. */
  readonly was: Decision | undefined;
  /** This attempt at what is decided now. */
  readonly attempt: Decision;
  readonly route: Route;
  /** What has to be so before anything may move. */
  readonly prepare?: () => Promise<void>;
  /** Undoes `prepare`, where nothing has moved. */
  readonly undo?: () => Promise<void>;
  /** What follows from it, before it counts as done. */
  readonly complete?: () => Promise<void>;
}

/**
 * Writes a decision down, carries it out, and writes down that it was.
 *
 * It is taken back only where AWS has refused, at the first attempt, and so before anything can have moved; and only to
 * what stood before. After a lost answer a datapoint or a change may have been accepted, and users may follow it already:
 * such a decision is carried through, by the next call and by the minute's `keep`.
 */
export async function carryOut(traffic: Traffic, step: Step, surroundings: Surroundings<Environment>): Promise<Output> {
  const { was, attempt, route } = step;
  const table = surroundings.environment.LOCK_TABLE_NAME;
  await traffic.write(table, attempt, was);
  let output: Output;
  try {
    await step.prepare?.();
    output = route.kind === 'asWanted' ? route.output : await route.carryOut();
  } catch (error) {
    if (isTransient(error)) throw goingOn(attempt, error);
    if (attempt.attempts === 1 && isDefinite(error)) await takeBack(traffic, step, surroundings);
    throw error;
  }
  try {
    await step.complete?.();
    await traffic.write(table, { ...attempt, status: 'done' }, attempt);
  } catch (error) {
    throw isTransient(error) ? goingOn(attempt, error) : error;
  }
  return output;
}

/** AWS has said no, or we have before asking it. An error of our own code says nothing about what has happened. */
function isDefinite(error: unknown): boolean {
  return isRefusal(error) || (isPilotLightError(error) && error.name !== 'InvariantViolationError');
}

function goingOn({ serves }: Decision, error: unknown): TransientDependencyError {
  return new TransientDependencyError(
    `it is decided that the ${serves} region serves, and not known yet whether that has been carried out; the next call goes on with it (${inWords(error)})`,
    { cause: error },
  );
}

async function takeBack(
  traffic: Traffic,
  { was, attempt, undo }: Step,
  { environment, logger }: Surroundings<Environment>,
): Promise<void> {
  const reason = `taken back: traffic could not be routed to the ${attempt.serves} region`;
  const restored: Decision = was ?? { ...attempt, serves: attempt.before, status: 'done', reason };
  try {
    await traffic.write(environment.LOCK_TABLE_NAME, restored, attempt);
    await undo?.();
    logger.warn(reason, { decision: attempt });
  } catch (error) {
    // Then it stays pending: whoever reads it knows that nobody knows, and `keep` finds out.
    logger.error('the decision could not be taken back', { error });
  }
}
