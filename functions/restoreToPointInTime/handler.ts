import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Repairs } from './aws';
import { Environment, Input, Output } from './contract';

/**
 * Restores a cluster beside the live one, as it was at a moment, and removes it again. Each call looks at what is there
 * and does the next possible things; nothing is ever done to the live cluster.
 */
export const build = (repairs: Repairs, now?: () => number) =>
  createHandler({
    name: 'restoreToPointInTime',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(repairs, input, surroundings),
  });

export const handler = build(aws);
