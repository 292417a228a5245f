import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Traffic } from './aws';
import { Environment, Input, Output } from './contract';

/** Moves traffic to a standby that is proven, and keeps saying where traffic goes. */
export const build = (traffic: Traffic, now?: () => number) =>
  createHandler({
    name: 'updateRoute53',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(traffic, input, surroundings),
  });

export const handler = build(aws);
