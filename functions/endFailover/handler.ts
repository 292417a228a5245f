import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Failovers } from './aws';
import { Environment, Input, Output } from './contract';

/** Frees the lock of an execution that has ended, and ends an unfinished failover that nobody will finish. */
export const build = (failovers: Failovers, now?: () => number) =>
  createHandler({
    name: 'endFailover',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(failovers, input, surroundings),
  });

export const handler = build(aws);
