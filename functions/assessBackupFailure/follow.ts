import type { Surroundings } from '../shared/create-handler';
import { advanceIncident, recorded } from './advance-incident';
import type { Backups } from './aws';
import type { Assessment, Environment, Input } from './contract';
import { decide } from './decide';
import { ownIncident, withDelivered } from './own-incident';
import { policyOf } from './policy';
import { readFacts } from './read-facts';

type Follow = Extract<Input, { action: 'follow' }>;

/** Checks how the incident that this execution owns goes on. */
export async function follow(
  backups: Backups,
  input: Follow,
  surroundings: Surroundings<Environment>,
): Promise<Assessment> {
  const stored = await ownIncident(backups, input.executionArn, surroundings);
  if (stored === undefined) return recorded('another execution follows the incident now', []);
  const facts = await readFacts(backups, surroundings, input.heldUpSince);
  return advanceIncident(
    backups,
    {
      incident: withDelivered(stored.incident, input.delivered, facts.nowMs),
      stored,
      facts,
      exposure: decide(facts, policyOf(surroundings.environment)),
      isLast: input.isLast,
      problems: [],
    },
    surroundings,
  );
}
