import { UsageError } from '../../cli/command';
import { publishActivationCommand } from '../../cli/commands/publish-activation';
import { simulateCommand } from '../../cli/commands/simulate';
import { capture } from './in-process';

test.each([
  [simulateCommand, ['--port', 'http'], '--port: "http" is not a whole number from 0 to 65535'],
  [simulateCommand, ['--speed', '-1'], '--speed'],
  [simulateCommand, ['--dark-at', 'soon'], '--dark-at: "soon" is not a duration. Write for example --dark-at 6h20m'],
  [simulateCommand, ['--seed', '1.5'], '--seed: "1.5" is not a whole number'],
  [simulateCommand, ['--sped', '2'], "Unknown option '--sped'"],
  [publishActivationCommand, ['--assembly', '/nowhere'], 'Write the assembly with: npx cdk synth'],
])('%# is refused before anything is started', async (command, words, message) => {
  const error: unknown = await command.run(words, capture().io).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toHaveProperty('message', expect.stringContaining(message));
});
