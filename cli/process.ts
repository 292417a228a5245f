import { EXIT_CODES } from './command';
import { watchForInterrupts } from './interrupt';
import { main } from './main';

/**
 * Runs the command line with the process's own words and streams.
 * @param readable puts the places of the sources into the stack of an error
 */
export function start(readable: (stack: string) => string = (stack) => stack): void {
  const { argv, env, stderr, stdout } = process;
  // `pilotlight … | head` closes the pipe when it has read enough; there is nobody left to tell.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT_CODES.failed);
  });
  watchForInterrupts();
  const written = { write: (text: string) => stderr.write(readable(text)) };
  void main(argv.slice(2), { stdout, stderr: written, environment: env }).then((code) => {
    process.exitCode = code;
  });
}
