import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { buildApp, createApp } from '../../infra/build-app';
import type { Config } from '../../infra/config/schema';
import { ENTRIES } from '../../infra/entries';

/**
 * Writes the cloud assembly of a configuration to `cdk.out` in the directory, with empty bundles: these tests are about
 * what surrounds the code. `change` is made before the templates are written. A test that only reads templates takes
 * them from synthesized.ts, which makes each once.
 */
export function synthesizeInto(
  directory: string,
  config: Config,
  change: (app: App) => unknown = () => {},
): CloudAssembly {
  process.env['CDK_VALIDATION'] = 'false';
  const bundle = join(directory, 'bundle');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'index.js'), 'exports.handler = async () => undefined;\n');
  return withShortStackTraces(() => {
    const app = createApp({ outdir: join(directory, 'cdk.out') });
    buildApp(app, config, new Map(ENTRIES.map((entry) => [entry, bundle])));
    change(app);
    return app.synth();
  });
}

/** The CDK keeps a stack trace for every value that it makes, and jest looks up the source of each of its frames. */
function withShortStackTraces<Result>(work: () => Result): Result {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

export function inTemporaryDirectory<Result>(work: (directory: string) => Result): Result {
  const directory = mkdtempSync(join(tmpdir(), 'pilot-light-synth-'));
  try {
    return work(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
