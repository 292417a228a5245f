import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type StandbyVault } from './aws';
import { Environment, Input, Output } from './contract';

/** Finds the recovery point to restore: its age against the objective, and what else there is. */
export const build = (vault: StandbyVault, now?: () => number) =>
  createHandler({
    name: 'findLatestRecoveryPoint',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(vault, input, surroundings),
  });

export const handler = build(aws);
