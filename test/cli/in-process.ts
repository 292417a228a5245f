import { stripVTControlCharacters } from 'node:util';
import type { Io } from '../../cli/command';
import { main } from '../../cli/main';
import type { Ended } from './process';

export interface Captured {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

/** Streams that are no terminal, and what was written to them. */
export function capture(environment: Io['environment'] = {}): Captured {
  const written = { stdout: '', stderr: '' };
  const outputOf = (name: 'stdout' | 'stderr') => ({
    write(text: string) {
      written[name] += text;
    },
  });
  return {
    io: { stdout: outputOf('stdout'), stderr: outputOf('stderr'), environment },
    stdout: () => written.stdout,
    stderr: () => written.stderr,
  };
}

/**
 * The command line without a process of its own, which would compile and load everything once more.
 * @param environment all that the command finds in it
 */
export async function pilotlight(words: readonly string[], environment: Io['environment'] = {}): Promise<Ended> {
  const { io, stdout, stderr } = capture(environment);
  const code = await main(words, io);
  // Colours are chosen for the process's own output, which may be a terminal where Jest runs in one process.
  return { code, stdout: stripVTControlCharacters(stdout()), stderr: stripVTControlCharacters(stderr()) };
}
