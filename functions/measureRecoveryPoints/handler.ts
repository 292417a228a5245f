import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Vaults } from './aws';
import { Environment, Input, Output } from './contract';

/** Measures how fresh the recovery points of both vaults are. Alarms watch what it publishes, and that it does. */
export const build = (vaults: Vaults, now?: () => number) =>
  createHandler({
    name: 'measureRecoveryPoints',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (_, surroundings) => advance(vaults, surroundings),
  });

export const handler = build(aws);
