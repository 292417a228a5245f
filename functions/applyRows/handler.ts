import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Repair } from './aws';
import { Environment, Input, Output } from './contract';

/** Brings rows of a restored cluster back into the live one: a dry run, the repair, and its undo. */
export const build = (repair: Repair, now?: () => number) =>
  createHandler({
    name: 'applyRows',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(repair, input, surroundings),
  });

export const handler = build(aws);
