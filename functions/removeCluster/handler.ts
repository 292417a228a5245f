import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Remover } from './aws';
import { Environment, Input, Output } from './contract';

/**
 * Removes the clusters of one failover, all or all but one, or what validations have left. Each call does the next step;
 * the workflow calls again until they are gone.
 */
export const build = (remover: Remover, now?: () => number) =>
  createHandler({
    name: 'removeCluster',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(remover, input, surroundings),
  });

export const handler = build(aws);
