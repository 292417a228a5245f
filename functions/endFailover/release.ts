import type { Surroundings } from '../shared/create-handler';
import { ConcurrentUpdateError } from '../shared/errors';
import type { Failovers } from './aws';
import type { Environment, Input, Output } from './contract';
import { decideRelease } from './decide';

/**
 * Frees the lock of an execution that has ended without doing so: stopped, timed out, or failed while the table did not
 * answer. Step Functions is asked, since an event may come late, and its execution may have been redriven by then.
 */
export async function release(
  failovers: Failovers,
  { executionArn }: Extract<Input, { action: 'executionEnded' }>,
  { environment, now, logger }: Surroundings<Environment>,
): Promise<Output> {
  const table = environment.LOCK_TABLE_NAME;
  const lock = await failovers.lock(table);
  const failoverId = lock?.['failoverId'] ?? null;
  const unchanged = (why: string): Output => ({
    state: 'unchanged',
    failoverId,
    lockStatus: lock?.['status'] ?? null,
    detail: `the lock stays as it is: ${why}`,
  });
  if (lock?.['owner'] !== executionArn) return unchanged(`it belongs to ${lock?.['owner'] ?? 'nobody'}`);
  const verdict = decideRelease(lock, await failovers.standing(executionArn));
  if (verdict.kind === 'nothing') return unchanged(verdict.why);
  const where = { owner: executionArn, status: lock['status'] ?? '' };
  const set = { status: verdict.status, releasedAt: new Date(now()).toISOString() };
  if (!(await failovers.updateLock(table, { set, remove: [], where }))) {
    throw new ConcurrentUpdateError('the lock has changed since it was read: it is read again');
  }
  const detail = `${executionArn} has ended: the lock is ${verdict.status}`;
  logger.info(detail);
  return { state: 'released', failoverId, lockStatus: verdict.status, detail };
}
