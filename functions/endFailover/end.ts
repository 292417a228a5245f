import { assertNever } from '../shared/assert-never';
import { awsCommand, invokeCommandInAnswer } from '../shared/aws-command';
import type { Surroundings } from '../shared/create-handler';
import { ConcurrentUpdateError, FencedOutError, InvalidRequestError, UnsafeToProceedError } from '../shared/errors';
import { servedSince } from '../shared/lock-table';
import type { Failovers } from './aws';
import type { Environment, Input, Output } from './contract';
import { decideEnd } from './decide';

/**
 * Ends an unfinished failover or drill for good: the next one takes the newest recovery point and an identity of its own.
 * What was built stays; nothing of it is deleted here.
 */
export async function end(
  failovers: Failovers,
  { failoverId, requestedBy, reason }: Extract<Input, { action: 'end' }>,
  { environment, region, now }: Surroundings<Environment>,
): Promise<Output> {
  const table = environment.LOCK_TABLE_NAME;
  const lock = await failovers.lock(table);
  const owner = lock?.['owner'] ?? 'nobody';
  const isHeld = lock?.['status'] === 'RUNNING';
  const facts = {
    lock,
    serves: await failovers.serves(table),
    owner: isHeld ? await failovers.standing(owner) : ('unsuccessful' as const),
  };
  const verdict = decideEnd(facts, failoverId);
  switch (verdict.kind) {
    case 'over':
      return {
        state: 'unchanged',
        failoverId: lock?.['failoverId'] ?? null,
        lockStatus: lock?.['status'] ?? null,
        detail: `nothing is to be ended: ${verdict.why}`,
      };
    case 'anotherOne':
      throw new InvalidRequestError(
        `failoverId: the unfinished failover is ${verdict.unfinished}; write that to end it`,
      );
    case 'atWork':
      throw new FencedOutError(
        `the failover ${failoverId} is under way. To end it, stop its execution first, then repeat this: ${awsCommand(region, 'stepfunctions stop-execution', '--execution-arn', verdict.executionArn)}`,
      );
    case 'serves':
      throw new UnsafeToProceedError(
        'standby-serves',
        `users are served from ${region} by the failover ${failoverId}. Moving traffic back ends it: ${invokeCommandInAnswer(region, environment.UPDATE_ROUTE53_NAME, { action: 'moveBack', requestedBy, reason })}`,
      );
    case 'end':
      break;
    default:
      return assertNever(verdict);
  }
  const at = new Date(now()).toISOString();
  const set = { status: 'COMPLETE', endedAt: at, endedBy: requestedBy, endedReason: reason };
  const where = { owner, status: lock?.['status'] ?? '' };
  if (!(await failovers.updateLock(table, { set, remove: [], where }))) {
    throw new ConcurrentUpdateError('the lock has changed since it was read: repeat the call');
  }
  const since = servedSince(lock);
  const served = since === undefined ? '' : `; its cluster has served users since ${since}: keep it`;
  const detail = `the failover ${failoverId} is ended: the next one begins anew, and what this one built stays${served}`;
  return { state: 'ended', failoverId, lockStatus: 'COMPLETE', detail };
}
