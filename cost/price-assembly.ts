import type { AssemblyStack } from '../assembly/read-assembly';
import type { Config } from '../infra/config/schema';
import { namesOf } from '../infra/names';
import type { Assumptions } from './assumptions';
import type { DeployedResources } from './deployed-resources';
import { readDeployedResources } from './read-deployed-resources';
import { type CostReport, costReport } from './report';

/** What is deployed all the time by the templates that were synthesised from this configuration. */
export function deployedResourcesOf(config: Config, stacks: readonly AssemblyStack[]): DeployedResources {
  const { activation, cache } = namesOf(config).stacks;
  const { primaryRegion, standbyRegion, freshness } = config;
  // A pilot light's activation stack and cache are deployed for the hours of a failover or drill only.
  const always = stacks.filter(({ name }) => config.standby === 'warm' || (name !== activation && name !== cache));
  const extraRetentionDays = freshness.keeper ? freshness.retentionDays : undefined;
  return readDeployedResources(always, { primaryRegion, standbyRegion, extraRetentionDays });
}

export function priceAssembly(config: Config, stacks: readonly AssemblyStack[], assume: Assumptions): CostReport {
  return costReport(config, deployedResourcesOf(config, stacks), assume);
}
