import type { Surroundings } from '../shared/create-handler';
import { InvalidRequestError } from '../shared/errors';
import { LOCK_KEY } from '../shared/names';
import type { Reports } from './aws';
import type { Environment, HoldEnded, Input } from './contract';

/** Says in the lock that a hold is over; the execution looks there every minute, and takes the standby down. */
export async function endHold(
  reports: Reports,
  { executionArn, by }: Extract<Input, { action: 'endHold' }>,
  { environment, now }: Surroundings<Environment>,
): Promise<HoldEnded> {
  const { LOCK_TABLE_NAME } = environment;
  const change = {
    set: { holdEndedBy: by, holdEndedAt: new Date(now()).toISOString() },
    remove: [],
    where: { owner: executionArn, mode: 'drill', status: 'RUNNING' },
  };
  const isKept = await reports.updateLock(LOCK_TABLE_NAME, change, LOCK_KEY);
  if (isKept) return { by, detail: 'the hold ends within a minute, or does not begin: the standby is taken down' };
  const lock = await reports.item(LOCK_TABLE_NAME, LOCK_KEY);
  const holder =
    lock?.['status'] === 'RUNNING' ? `the lock belongs to the ${lock['mode']} ${lock['owner']}` : 'no drill is at work';
  throw new InvalidRequestError(`executionArn: ${executionArn} holds no standby: ${holder}`);
}
