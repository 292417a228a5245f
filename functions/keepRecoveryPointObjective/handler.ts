import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Keeper } from './aws';
import { Environment, Input, Output } from './contract';

/** Keeps the newest point of the standby vault younger than the objective, by backups and copies of its own. */
export const build = (keeper: Keeper, now?: () => number) =>
  createHandler({
    name: 'keepRecoveryPointObjective',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(keeper, input, surroundings),
  });

export const handler = build(aws);
