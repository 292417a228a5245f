import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

let synthesiser: ChildProcess | undefined;

/** @returns where it listens @param directory what it writes its assemblies into */
export async function startSynthesiser(directory: string): Promise<string> {
  synthesiser = fork(join(__dirname, 'synthesiser.js'), [directory]);
  const [address] = await once(synthesiser, 'message');
  return String(address);
}

export async function stopSynthesiser(): Promise<void> {
  if (synthesiser === undefined || synthesiser.exitCode !== null) return;
  const exited = once(synthesiser, 'exit');
  synthesiser.disconnect();
  await exited;
}
