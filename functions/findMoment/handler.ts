import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Moments } from './aws';
import { Environment, Input, Output } from './contract';

/** Finds when data was damaged: the last moment at which a predicate was true, by clusters that are restored for it. */
export const build = (moments: Moments, now?: () => number) =>
  createHandler({
    name: 'findMoment',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(moments, input, surroundings),
  });

export const handler = build(aws);
