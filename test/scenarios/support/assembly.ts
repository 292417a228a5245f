import { createHash } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../../cli/synthesise';

/**
 * The cloud assembly of the app; synthesised once a worker and run, removed by global-teardown.
 * @param config what differs from the default configuration
 */
export async function assemblyDirectory(config: unknown = {}): Promise<string> {
  const run = process.env['PILOT_LIGHT_TEST_RUN'];
  if (run === undefined)
    throw new Error('PILOT_LIGHT_TEST_RUN is not set: global-setup.ts is missing in jest.config.js');
  // Workers share no assembly, so that none waits for another; a worker runs one file at a time.
  const text = JSON.stringify(config);
  const name = `assembly-${process.env['JEST_WORKER_ID'] ?? '1'}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  const directory = join(run, name);
  if (!existsSync(directory)) {
    const file = `${directory}.json`;
    writeFileSync(file, text);
    renameSync((await synthesise({ PILOT_LIGHT_CONFIG: file })).directory, directory);
  }
  return directory;
}
