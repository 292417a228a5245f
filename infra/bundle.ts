import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { buildSync } from 'esbuild';
import { WORKLOAD_ENTRY } from './entries';
import { PROJECT_ROOT } from './project-root';

/** By entry (`functions/restoreAurora/handler.ts`): the directory that holds its bundle as `index.js`. */
export type Bundles = ReadonlyMap<string, string>;

export interface BundleOptions {
  /**
   * `runtime`: the one that Lambda's runtime happens to have, for runs of months in the simulator. What is deployed
   * carries the release that it was tested with.
   * @default bundled
   */
  readonly sdk?: 'bundled' | 'runtime';
}

/**
 * Bundles every entry, the AWS SDK inside, in one run of esbuild: a process for each would take longer than the rest of
 * the synthesis. A bundle's directory is named by its content, so equal sources give equal assets, and runs at the same
 * time cannot disturb each other.
 */
export function bundle(entries: readonly string[], options: BundleOptions = {}): Bundles {
  const outdir = join(PROJECT_ROOT, '.cache', 'bundles');
  const result = buildSync({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: [...entries],
    outdir,
    outbase: PROJECT_ROOT,
    write: false,
    bundle: true,
    minify: true,
    external: options.sdk === 'runtime' ? ['@aws-sdk/*'] : [],
    // ASL matches errors by name, and logs show names: minified ones would be single letters.
    keepNames: true,
    platform: 'node',
    // The syntax of the oldest Node that a rehearsal runs on; the runtime in AWS is newer.
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return new Map(
    result.outputFiles.map((file) => {
      const entry = relative(outdir, file.path).replace(/\.js$/, '.ts');
      return [entry, keep(outdir, entry, file.contents)];
    }),
  );
}

/** The entry's bundle; an error that names the entry when it was not bundled. */
export function bundleOf(bundles: Bundles, entry: string): string {
  const directory = bundles.get(entry);
  if (directory === undefined) throw new Error(`No bundle of ${entry}: add the file to infra/entries.ts`);
  return directory;
}

/** What CDK names the asset of the workload's code after: equal in the primary's template and in the activation's. */
export function workloadBuild(bundles: Bundles): string {
  return FileSystem.fingerprint(bundleOf(bundles, WORKLOAD_ENTRY));
}

function keep(outdir: string, entry: string, contents: Uint8Array): string {
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const directory = join(outdir, `${basename(dirname(entry))}-${hash}`);
  if (existsSync(directory)) return directory;
  mkdirSync(outdir, { recursive: true });
  const temporary = mkdtempSync(join(outdir, '.new-'));
  writeFileSync(join(temporary, 'index.js'), contents);
  try {
    renameSync(temporary, directory);
  } catch (error) {
    // Another run was faster: its content is the same.
    rmSync(temporary, { recursive: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}
