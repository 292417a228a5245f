import type { Ending, FailoverStage } from './failover-stage';

export interface Refusal {
  readonly step: string;
  readonly error: string;
  readonly cause: string | RegExp;
}

/**
 * What every failure owes: an error with a name, a record, a message to somebody, traffic where it was, nothing that
 * nobody knows of, and a lock that does not keep the next start out.
 *
 * @param earlier executions whose record may name what is there
 */
export async function expectRefusal(
  stage: FailoverStage,
  ending: Ending,
  refusal: Refusal,
  earlier: readonly Ending[] = [],
): Promise<void> {
  await expectFailure(stage, ending, refusal, earlier);
  expect(ending.evidence?.traffic).not.toBe('standby');
}

/** The same where the decision to move traffic was taken, and only carrying it out failed. */
export async function expectFailure(
  stage: FailoverStage,
  ending: Ending,
  { step, error, cause }: Refusal,
  earlier: readonly Ending[] = [],
): Promise<void> {
  expect(ending).toMatchObject({ status: 'FAILED', error });
  expect(ending.cause).toMatch(cause);
  expect(ending.evidence).toMatchObject({ execution: ending.arn, verdict: 'failed', failure: { step, error } });
  expect(ending.evidence?.failure?.cause).toMatch(cause);
  expect(ending.evidence?.nextActions).not.toHaveLength(0);
  const notified = ending.inbox.filter(({ subject }) => subject?.endsWith(`FAILED at ${step}`));
  expect(notified).toHaveLength(1);
  expect(notified[0]?.message).toContain(error);
  expect(await stage.publicTarget()).toBe(stage.estate.PrimaryTarget);
  expect(stage.orphans(ending, ...earlier)).toEqual([]);
  expect(lockOwner(stage)).not.toBe(ending.arn);
}

/** Who holds the lock now; undefined when nobody does. */
export function lockOwner({ standby, estate }: FailoverStage): string | undefined {
  const lock = standby.dynamoDb.table(estate.LockTableName).find({ pk: { S: 'failover' } });
  return lock?.['status']?.S === 'RUNNING' ? lock['owner']?.S : undefined;
}
