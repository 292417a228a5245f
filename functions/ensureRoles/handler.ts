import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type RoleDatabase } from './aws';
import { Environment, Input, Output } from './contract';

/** Makes the roles of the primary database that log in, and gives each the password of its secret. */
export const build = (primary: RoleDatabase, now?: () => number) =>
  createHandler({
    name: 'ensureRoles',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (_, surroundings) => advance(primary, surroundings),
  });

export const handler = build(aws);
