import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assembly } from '../cli/synthesise';
import { buildApp, createApp } from '../infra/build-app';
import { bundle } from '../infra/bundle';
import { parseConfig } from '../infra/config/parse';
import { ENTRIES } from '../infra/entries';

/**
 * The stacks as they are deployed, but with functions that use the runtime's SDK: in a run of months the wire, which
 * every rehearsal goes through, would take nine tenths of the time.
 */
export async function synthesiseForSoak(overrides: unknown = {}): Promise<Assembly> {
  process.env['CDK_VALIDATION'] = 'false';
  const directory = await mkdtemp(join(tmpdir(), 'pilot-light-assembly-'));
  const app = createApp({ outdir: directory });
  buildApp(app, parseConfig(overrides), bundle(ENTRIES, { sdk: 'runtime' }));
  app.synth();
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
