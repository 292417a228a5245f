import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type ZoneWitness } from './aws';
import { Environment, Input, Output } from './contract';

/**
 * Assesses a failover of the primary cluster, or a writer that does not answer: folds its events into one incident, reads
 * who writes now, and says what is to be notified.
 */
export const build = (witness: ZoneWitness, now?: () => number) =>
  createHandler({
    name: 'assessAzFailure',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(witness, input, surroundings),
  });

export const handler = build(aws);
