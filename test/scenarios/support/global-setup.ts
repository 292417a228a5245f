import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSynthesiser } from './synthesiser-process';

/** One folder a run, and one process that synthesises into it. */
export default async function globalSetup(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-tests-'));
  process.env['PILOT_LIGHT_TEST_RUN'] = directory;
  process.env['PILOT_LIGHT_TEST_SYNTHESISER'] = await startSynthesiser(directory);
}
