import { createServer } from 'node:net';
import { UsageError } from './command';

/**
 * Whether something could be served on a port of the loopback interface, before it is made.
 * @throws UsageError
 */
export function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(portProblem(port, error)));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve()));
  });
}

/** What to write instead of a port that could not be listened on. */
export function portProblem(port: number, error: unknown): UsageError {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EADDRINUSE':
      return new UsageError(`--port: ${port} is in use. Write another, or 0 for a free one`);
    case 'EACCES':
      return new UsageError(`--port: ${port} may not be listened on. Write 1024 or more, or 0 for a free one`);
    default:
      return new UsageError(`--port: ${port} cannot be listened on: ${message}. Write another, or 0 for a free one`);
  }
}
