import type { Surroundings } from '../shared/create-handler';
import type { Traffic } from './aws';
import type { Environment, Output } from './contract';
import { routeTraffic } from './route-traffic';

/** Publishes the switch metric again, since missing data must not decide. Records stay as they are by themselves. */
export async function keep(traffic: Traffic, surroundings: Surroundings<Environment>): Promise<Output> {
  const { LOCK_TABLE_NAME, TRAFFIC_MODE } = surroundings.environment;
  const serves = await traffic.serves(LOCK_TABLE_NAME);
  if (TRAFFIC_MODE === 'healthCheck') return await routeTraffic(traffic, serves, undefined, surroundings);
  const detail = 'records keep themselves: nothing to put';
  return { state: 'switched', serves, trafficMode: 'records', changeId: null, nextPollSeconds: 0, detail };
}
