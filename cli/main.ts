import { type Command, EXIT_CODES, type Io, type Summary, UsageError } from './command';
import { SynthesisError } from './synthesise';

/** Each is loaded when it is called: what one of them needs is nothing that the others should wait for. */
const COMMANDS: readonly (Summary & { load(): Command })[] = [
  {
    name: 'rehearse',
    summary: 'rehearse a failover, or another scenario, against two simulated regions',
    load: () => (require('./commands/rehearse') as typeof import('./commands/rehearse')).rehearseCommand,
  },
  {
    name: 'readiness',
    summary: 'look whether a failover would work now',
    load: () => (require('./commands/readiness') as typeof import('./commands/readiness')).readinessCommand,
  },
  {
    name: 'cost',
    summary: 'price the configuration: before and after, a validation, a failover, the choices',
    load: () => (require('./commands/cost') as typeof import('./commands/cost')).costCommand,
  },
  {
    name: 'simulate',
    summary: 'serve the two simulated regions on a local port, for the aws command',
    load: () => (require('./commands/simulate') as typeof import('./commands/simulate')).simulateCommand,
  },
  {
    name: 'publish-activation',
    summary: 'upload the activation stack to the standby region, ready for a failover',
    load: () =>
      (require('./commands/publish-activation') as typeof import('./commands/publish-activation'))
        .publishActivationCommand,
  },
];

/**
 * The whole command line.
 * @param words what follows `pilotlight`
 * @returns the exit code: what went wrong has been written to `io.stderr`
 */
export async function main(words: readonly string[], io: Io): Promise<number> {
  try {
    return await run(words, io);
  } catch (error) {
    if (error instanceof UsageError) {
      io.stderr.write(`${error.message}\n`);
      return EXIT_CODES.usage;
    }
    io.stderr.write(`${describe(error)}\n`);
    return EXIT_CODES.failed;
  }
}

async function run(words: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help') {
    io.stdout.write(`${overview()}\n`);
    return name === undefined ? EXIT_CODES.usage : EXIT_CODES.ok;
  }
  const known = COMMANDS.find((candidate) => candidate.name === name);
  if (known === undefined) {
    throw new UsageError(`There is no command "${name}". Commands: ${COMMANDS.map((each) => each.name).join(', ')}`);
  }
  const command = known.load();
  // A rehearsal shows its own help.
  if (rest.includes('--help') && (rest[0]?.startsWith('-') ?? true)) {
    io.stdout.write(`${command.usage}\n`);
    return EXIT_CODES.ok;
  }
  return await command.run(rest, io);
}

function overview(): string {
  const lines = COMMANDS.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`);
  return ['pilotlight COMMAND [OPTIONS]', '', ...lines, '', 'pilotlight COMMAND --help lists the options.'].join('\n');
}

/** The CDK app says itself what is wrong with it; anything else is ours, and its stack says where. */
function describe(error: unknown): string {
  if (error instanceof SynthesisError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
