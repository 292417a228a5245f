import { type AssemblyStack, readAssembly } from '../../../assembly/read-assembly';
import { buildApp, createApp } from '../../../infra/build-app';
import { parseConfig } from '../../../infra/config';

/**
 * The cloud assembly of a configuration, made in this process: for a file that takes many, or that needs to know one
 * before its world is made. Where one serves, `assemblyDirectory` spares the file the loading of the CDK.
 * @param directory where it is written, and where its assets stay
 * @param overrides what differs from the default configuration
 */
export function synthesiseHere(directory: string, overrides: unknown): readonly AssemblyStack[] {
  process.env['CDK_VALIDATION'] = 'false';
  const app = createApp({ outdir: directory });
  buildApp(app, parseConfig(overrides));
  app.synth();
  return readAssembly(directory);
}
