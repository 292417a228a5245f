import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { type Aws, aws } from './aws';
import { Environment, Input, Output } from './contract';

/** Deploys the activation stack with the cache beside it, or removes both. Each call does the next step and says what to wait for. */
export const build = (dependencies: Aws, now?: () => number) =>
  createHandler({
    name: 'deployRegionStack',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(dependencies, input, surroundings),
  });

export const handler = build(aws);
