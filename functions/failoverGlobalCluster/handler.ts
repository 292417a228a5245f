import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Replica } from './aws';
import { Environment, Input, Output } from './contract';
import { look } from './look';

/**
 * Makes the replica of an Aurora global database the primary. Each call looks at what is there and does the next possible
 * things; the workflow calls again until the phase is `ready`.
 */
export const build = (replica: Replica, now?: () => number) =>
  createHandler({
    name: 'failoverGlobalCluster',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) =>
      input.action === 'look' ? look(replica, input, surroundings) : advance(replica, input, surroundings),
  });

export const handler = build(aws);
