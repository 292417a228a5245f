import { isTransient } from '../shared/aws-errors';
import type { Surroundings } from '../shared/create-handler';
import { ConcurrentUpdateError } from '../shared/errors';
import type { LockItem } from '../shared/lock-table';
import type { Traffic } from './aws';
import type { Environment } from './contract';
import type { Decision } from './decision';

const ATTEMPTS = 3;

/**
 * Ends the failover that users were taken back from: no later one adopts its identity, its cluster and its recovery point,
 * which are older than what the primary has written since. An execution of it that is still at work keeps the lock until it
 * ends, so that no other begins beside it; it finds `movedBackAt` there, and may not move traffic any more.
 */
export async function endTakenBack(
  traffic: Traffic,
  { failoverId, decidedBy }: Decision,
  surroundings: Surroundings<Environment>,
): Promise<void> {
  const table = surroundings.environment.LOCK_TABLE_NAME;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const lock = await traffic.lock(table);
    if (lock === undefined || isOver(lock, failoverId)) return;
    const { owner = '', status = '' } = lock;
    const isHeld = status === 'RUNNING' && (await mayBeAtWork(traffic, owner));
    if (isHeld && lock['movedBackAt'] !== undefined) return;
    const mark = { movedBackAt: new Date(surroundings.now()).toISOString(), movedBackBy: decidedBy };
    const set = isHeld ? mark : { ...mark, status: 'MOVED_BACK' };
    if (await traffic.updateLock(table, { set, remove: [], where: { owner, status } })) return;
  }
  throw new ConcurrentUpdateError(
    'the lock changes again and again: the failover that was moved back is not ended yet',
  );
}

/** Another failover's lock is not touched. */
function isOver(lock: LockItem, failoverId: string): boolean {
  return lock['failoverId'] !== failoverId || lock['mode'] !== 'failover' || lock['status'] === 'MOVED_BACK';
}

async function mayBeAtWork(traffic: Traffic, executionArn: string): Promise<boolean> {
  try {
    return await traffic.isAtWork(executionArn);
  } catch (error) {
    if (isTransient(error)) return true;
    throw error;
  }
}
