import { EXIT_CODES } from './command';
import { main } from './main';

// `pilotlight … | head` closes the pipe when it has read enough; there is nobody left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT_CODES.failed);
});

const { stdout, stderr, env } = process;
void main(process.argv.slice(2), { stdout, stderr, environment: env }).then((code) => {
  process.exitCode = code;
});
