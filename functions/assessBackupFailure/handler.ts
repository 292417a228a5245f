import { createHandler } from '../shared/create-handler';
import { advance } from './advance';
import { aws, type Backups } from './aws';
import { Environment, Input, Output } from './contract';

/**
 * Assesses what a failed backup or copy exposes. `receive` takes an event: it opens an incident, or adds to the one that
 * another execution follows. `follow` checks again, `close` ends it. Each call reads how things are now and says what is
 * to be notified; whatever it changes it may be asked to change again.
 */
export const build = (backups: Backups, now?: () => number) =>
  createHandler({
    name: 'assessBackupFailure',
    input: Input,
    output: Output,
    environment: Environment,
    now,
    run: (input, surroundings) => advance(backups, input, surroundings),
  });

export const handler = build(aws);
