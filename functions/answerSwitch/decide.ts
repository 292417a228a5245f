import type { Serves } from '../shared/lock-table';
import { type Output, PRIMARY_SERVES, STANDBY_SERVES } from './contract';

/** Healthy, to whoever checks it, only while the standby serves. */
export function decideAnswer(serves: Serves): Output {
  const isStandby = serves === 'standby';
  return {
    statusCode: isStandby ? 200 : 404,
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' },
    body: isStandby ? STANDBY_SERVES : PRIMARY_SERVES,
  };
}
