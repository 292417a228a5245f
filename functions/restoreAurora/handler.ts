import { createHandler } from '../shared/create-handler';
import { type AuroraApi, aws } from './aws';
import { Environment, Input, Output } from './contract';
import { advance } from './advance';

/**
 * Restores Aurora in the standby region. Each call looks at what is there and does the next possible things; the
 * workflow calls again until the phase is `ready`.
 */
export const build = (database: AuroraApi, now?: () => number) =>
  createHandler({
    name: 'restoreAurora',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(database, input, surroundings),
  });

export const handler = build(aws);
