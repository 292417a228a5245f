import { spawn } from 'node:child_process';
import { join } from 'node:path';

const PROJECT = join(__dirname, '..', '..');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A failover that is short in virtual time, so short in wall time: with these durations a copy is complete by then. */
export const SHORT = ['rehearse', '--durations', 'fast', '--dark-at', '1h20m'];

/**
 * Runs the command as npm does, with pipes in place of a terminal: compiled, so that a long rehearsal costs half of what it
 * does in a worker of Jest. What is short and needs no process is tested in in-process.ts.
 */
export function pilotlightProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return endOf(start(words, environment));
}

export function start(words: readonly string[], environment: Readonly<Record<string, string>>) {
  const env = { ...process.env, ...environment };
  // What Jest sets for its own output.
  delete env['FORCE_COLOR'];
  return spawn(process.execPath, ['--max-semi-space-size=32', 'cli/pilotlight.js', ...words], { cwd: PROJECT, env });
}

export function endOf(child: ReturnType<typeof start>): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
