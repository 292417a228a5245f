import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assembly } from '../cli/synthesise';
import { buildApp, createApp } from '../infra/build-app';
import { type BundleOptions, bundle } from '../infra/bundle';
import { parseConfig } from '../infra/config/parse';
import { ENTRIES } from '../infra/entries';

export interface InProcess extends BundleOptions {
  /** Where the assembly gets a folder of its own. @default that of temporary files */
  readonly parent?: string;
}

/**
 * The stacks as they are deployed, synthesised in this process and without the CDK's own validation of templates. By
 * default with functions that use the runtime's SDK: in a run of months the wire, which every rehearsal goes through,
 * would take nine tenths of the time.
 */
export async function synthesiseInProcess(
  overrides: unknown = {},
  { sdk = 'runtime', parent = tmpdir() }: InProcess = {},
): Promise<Assembly> {
  process.env['CDK_VALIDATION'] = 'false';
  const directory = await mkdtemp(join(parent, 'pilot-light-assembly-'));
  const app = createApp({ outdir: directory });
  buildApp(app, parseConfig(overrides), bundle(ENTRIES, { sdk }));
  app.synth();
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) };
}
