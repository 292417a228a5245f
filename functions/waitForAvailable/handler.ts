import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type WaitTargets } from './aws';
import { Environment, Input, Output } from './contract';

/** Checks once what the workflow waits for, and says when to check again. */
export const build = (targets: WaitTargets, now?: () => number) =>
  createHandler({
    name: 'waitForAvailable',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(targets, input, surroundings),
  });

export const handler = build(aws);
