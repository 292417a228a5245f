import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Inspector } from './aws';
import { Environment, Input, Output } from './contract';

/** Checks everything that a failover will need, and reports. Nothing that it meets makes it fail. */
export const build = (inspector: Inspector, now?: () => number) =>
  createHandler({
    name: 'readiness',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(inspector, input, surroundings),
  });

export const handler = build(aws);
