import type { Surroundings } from '../shared/create-handler';
import type { Probes } from './aws';
import type { Environment, Input, Output } from './contract';
import { proveData } from './data/prove-data';
import { proveRegion } from './prove-region';

/** Runs the suite: the data checks of a validation, as many as one call has time for, or the checks of a failover. */
export function advance(probes: Probes, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  return input.suite === 'data' ? proveData(probes, input, surroundings) : proveRegion(probes, input, surroundings);
}
