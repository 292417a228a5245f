import type { Surroundings } from '../shared/create-handler';
import type { Traffic } from './aws';
import type { Environment, Input, Output } from './contract';
import { decideAndRoute } from './decide-and-route';

/** Moves traffic back to the primary region, because an operator says so. */
export function moveBack(
  traffic: Traffic,
  { requestedBy, reason, changeId }: Extract<Input, { action: 'moveBack' }>,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  return decideAndRoute(traffic, { serves: 'primary', decidedBy: requestedBy, reason }, changeId, surroundings);
}
