import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Probes } from './aws';
import { Environment, Input, Output } from './contract';

/** Runs the checks of one suite, all of them. A check that fails is a result, not an error. */
export const build = (probes: Probes, now?: () => number) =>
  createHandler({
    name: 'smokeTest',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(probes, input, surroundings),
  });

export const handler = build(aws);
