import { costCommand } from './commands/cost';
import { publishActivationCommand } from './commands/publish-activation';
import { readinessCommand } from './commands/readiness';
import { rehearseCommand } from './commands/rehearse';
import { simulateCommand } from './commands/simulate';
import { EXIT_CODES, UsageError, type Command } from './command';
import { SynthesisError } from './synthesise';

const COMMANDS: readonly Command[] = [
  rehearseCommand,
  readinessCommand,
  costCommand,
  simulateCommand,
  publishActivationCommand,
];

async function main(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === undefined || name === 'help' || name === '--help') {
    process.stdout.write(`${overview()}\n`);
    return name === undefined ? EXIT_CODES.usage : EXIT_CODES.ok;
  }
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    throw new UsageError(`There is no command "${name}". Commands: ${COMMANDS.map((known) => known.name).join(', ')}`);
  }
  // A scenario of a command shows its own help.
  if (rest.includes('--help') && (rest[0]?.startsWith('-') ?? true)) {
    process.stdout.write(`${command.usage}\n`);
    return EXIT_CODES.ok;
  }
  return command.run(rest);
}

function overview(): string {
  const lines = COMMANDS.map((command) => `  ${command.name.padEnd(20)} ${command.summary}`);
  return ['pilotlight COMMAND [OPTIONS]', '', ...lines, '', 'pilotlight COMMAND --help lists the options.'].join('\n');
}

// `pilotlight … | head` closes the pipe when it has read enough; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_CODES.failed);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT_CODES.usage;
      return;
    }
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = EXIT_CODES.failed;
  },
);

/** The CDK app says itself what is wrong with it; anything else is ours, and its stack says where. */
function describe(error: unknown): string {
  if (error instanceof SynthesisError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
