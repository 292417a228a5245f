import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Stacks } from './aws';
import { Environment, Input, Output } from './contract';

/** Deploys the activation stack, or removes it. Each call does the next step and says what to wait for. */
export const build = (stacks: Stacks, now?: () => number) =>
  createHandler({
    name: 'deployRegionStack',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(stacks, input, surroundings),
  });

export const handler = build(aws);
