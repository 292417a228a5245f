import { rmSync } from 'node:fs';
import { stopSynthesiser } from './synthesiser-process';

export default async function globalTeardown(): Promise<void> {
  await stopSynthesiser();
  const directory = process.env['PILOT_LIGHT_TEST_RUN'];
  if (directory !== undefined) rmSync(directory, { recursive: true, force: true });
}
