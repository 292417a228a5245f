import { createHandler, type Surroundings } from '../shared/create-handler';
import { aws, type Backups } from './aws';
import { close, follow } from './follow';
import { Environment, Input, Output } from './contract';
import { receive } from './receive';

/**
 * Assesses what a failed backup or copy exposes. `receive` takes an event: it opens an incident, or adds to the one that
 * another execution follows. `follow` looks again, `close` ends it. Each call reads how things are now and says what is to
 * be told; whatever it changes it may be asked to change again.
 */
export const build = (backups: Backups, now?: () => number) =>
  createHandler({
    name: 'assessBackupFailure',
    input: Input,
    output: Output,
    environment: Environment,
    ...(now === undefined ? {} : { now }),
    run: (input, surroundings) => run(backups, input, surroundings),
  });

export const handler = build(aws);

function run(backups: Backups, input: Input, surroundings: Surroundings<Environment>): Promise<Output> {
  switch (input.action) {
    case 'receive':
      return receive(backups, input, surroundings);
    case 'follow':
      return follow(backups, input, surroundings);
    case 'close':
      return close(backups, input, surroundings);
  }
}
