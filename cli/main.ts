import { publishActivationCommand } from './commands/publish-activation';
import { readinessCommand } from './commands/readiness';
import { rehearseCommand } from './commands/rehearse';
import { EXIT_CODES, UsageError, type Command } from './command';

const COMMANDS: readonly Command[] = [rehearseCommand, publishActivationCommand, readinessCommand];

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
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exitCode = EXIT_CODES.failed;
  },
);
