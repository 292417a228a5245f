import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { type BuildOptions, buildSync, version } from 'esbuild';
import { recallBundles, rememberBundles } from './bundle-cache';
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
 * time cannot disturb each other. Bundles of unchanged sources are those of the run before.
 */
export function bundle(entries: readonly string[], options: BundleOptions = {}): Bundles {
  const outdir = join(PROJECT_ROOT, '.cache', 'bundles');
  const settings = {
    entryPoints: [...entries],
    outbase: PROJECT_ROOT,
    bundle: true,
    minify: true,
    external: options.sdk === 'runtime' ? ['@aws-sdk/*'] : [],
    // In Lambda credentials come one way.
    alias: { '@aws-sdk/credential-provider-node': join(PROJECT_ROOT, 'functions/shared/lambda-credentials.ts') },
    // ASL matches errors by name, and logs show names: minified ones would be single letters.
    keepNames: true,
    platform: 'node',
    // The syntax of the oldest Node that a rehearsal runs on; the runtime in AWS is newer.
    target: 'node20',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
  } as const satisfies BuildOptions;
  const key = hashOf(JSON.stringify([version, settings]));
  const made = recallBundles(outdir, key);
  if (made !== undefined) return made;
  const result = buildSync({
    ...settings,
    absWorkingDir: PROJECT_ROOT,
    outdir,
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  const bundles = new Map(
    result.outputFiles.map((file) => {
      const entry = relative(outdir, file.path).replace(/\.js$/, '.ts');
      return [entry, keep(outdir, entry, file.contents)];
    }),
  );
  rememberBundles(outdir, key, Object.keys(result.metafile.inputs), bundles);
  return bundles;
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
  const directory = join(outdir, `${basename(dirname(entry))}-${hashOf(contents)}`);
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

function hashOf(contents: string | Uint8Array): string {
  return createHash('sha256').update(contents).digest('hex').slice(0, 16);
}
