import type { AssemblyStack } from '../assembly/read-assembly';
import type { Config } from '../infra/config';
import { namesOf } from '../infra/names';
import type { Assumptions } from './assumptions';
import type { Estate } from './estate';
import { readEstate } from './read-estate';
import { type CostReport, costReport } from './report';

/** The estate of the templates that were synthesised from this configuration. */
export function estateOf(config: Config, stacks: readonly AssemblyStack[]): Estate {
  const { activation } = namesOf(config).stacks;
  const { primaryRegion, standbyRegion, freshness } = config;
  // A pilot light's activation stack is deployed for the hours of a failover or drill only.
  const deployed = stacks.filter(({ name }) => config.standby === 'warm' || name !== activation);
  const extraRetentionDays = freshness.keeper ? freshness.retentionDays : undefined;
  return readEstate(deployed, { primaryRegion, standbyRegion, extraRetentionDays });
}

export function priceAssembly(config: Config, stacks: readonly AssemblyStack[], assume: Assumptions): CostReport {
  return costReport(config, estateOf(config, stacks), assume);
}
