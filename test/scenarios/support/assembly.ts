import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../../cli/synthesise';

/** The cloud assembly of the app as it is; synthesised once a worker and run, removed by global-teardown. */
export async function assemblyDirectory(): Promise<string> {
  const run = process.env['PILOT_LIGHT_TEST_RUN'];
  if (run === undefined)
    throw new Error('PILOT_LIGHT_TEST_RUN is not set: global-setup.ts is missing in jest.config.js');
  // Workers share no assembly, so that none waits for another; a worker runs one file at a time.
  const directory = join(run, `assembly-${process.env['JEST_WORKER_ID'] ?? '1'}`);
  if (!existsSync(directory)) renameSync((await synthesise()).directory, directory);
  return directory;
}
