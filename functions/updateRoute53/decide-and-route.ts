import type { Surroundings } from '../shared/create-handler';
import type { Traffic, TrafficDecision } from './aws';
import type { Environment, Output } from './contract';
import { routeTraffic } from './route-traffic';

/**
 * The decision is written down before anything moves: the minute's `keep` then carries it on, even if this call ends
 * here, and never undoes it. When traffic cannot be routed there, the decision is taken back: a switch that failed must
 * not happen a minute later, when nobody tests it.
 */
export async function decideAndRoute(
  traffic: Traffic,
  decision: Omit<TrafficDecision, 'decidedAt'>,
  changeId: string | null | undefined,
  surroundings: Surroundings<Environment>,
): Promise<Output> {
  const { environment, now, logger } = surroundings;
  const table = environment.LOCK_TABLE_NAME;
  const before = await traffic.serves(table);
  await traffic.decide(table, { ...decision, decidedAt: new Date(now()).toISOString() });
  try {
    return await routeTraffic(traffic, decision.serves, changeId ?? undefined, surroundings);
  } catch (error) {
    const takenBack: TrafficDecision = {
      serves: before,
      decidedBy: decision.decidedBy,
      reason: `taken back: traffic could not be led to the ${decision.serves} region`,
      decidedAt: new Date(now()).toISOString(),
    };
    // Where this fails too, the workflow reads the item and reports what it says.
    await traffic.decide(table, takenBack).catch((second: unknown) => {
      logger.error('the decision could not be taken back', { error: second });
    });
    throw error;
  }
}
