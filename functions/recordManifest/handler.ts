import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Primary } from './aws';
import { Environment, Input, Output } from './contract';

/** Writes down what the primary database holds now, so that a validation knows what the restored one should hold. */
export const build = (primary: Primary, now?: () => number) =>
  createHandler({
    name: 'recordManifest',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (_, surroundings) => advance(primary, surroundings),
  });

export const handler = build(aws);
