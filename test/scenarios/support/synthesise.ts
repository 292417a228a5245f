import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { buildApp, createApp } from '../../../infra/build-app';
import { bundle } from '../../../infra/bundle';
import { parseConfig } from '../../../infra/config/parse';
import { ENTRIES } from '../../../infra/entries';
import type { Wanted } from './assembly';

/**
 * Writes a cloud assembly into a new folder under `parent`. The CDK's own validation of templates is left to the tests of
 * the templates.
 */
export function synthesise(parent: string, { config, sdk }: Wanted): string {
  process.env['CDK_VALIDATION'] = 'false';
  const outdir = mkdtempSync(join(parent, 'assembly-'));
  const app = createApp({ outdir });
  buildApp(app, parseConfig(config), bundle(ENTRIES, { sdk }));
  app.synth();
  return outdir;
}
