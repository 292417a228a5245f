const { spawnSync } = require('node:child_process');
const path = require('node:path');

/**
 * `npm run test:order -- PATH…`: whether files of tests depend on each other. Each runs alone, then all in one process
 * by name, then the other way round, so that of any two each has come first.
 */
const JEST = path.join(__dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
const SEQUENCER = path.join(__dirname, 'by-name.js');
const paths = process.argv.slice(2);

const { stdout } = spawnSync(process.execPath, [JEST, '--listTests', ...paths], { encoding: 'utf8' });
const files = stdout.split('\n').filter((line) => line.endsWith('.test.ts'));
if (files.length === 0) throw new Error(`No files of tests in ${paths.join(' ')}`);

const failed = [
  ...files.filter((file) => !passes([file])).map((file) => `${path.relative(process.cwd(), file)} alone`),
  ...['forwards', 'backwards'].filter((order) => !passes(files, order)).map((order) => `all, ${order} by name`),
];
process.stdout.write(`${files.length} files alone, forwards, backwards. Failed: ${failed.join(', ') || 'none'}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;

function passes(some, order = 'forwards') {
  const { status, stderr } = spawnSync(
    process.execPath,
    [JEST, '--runInBand', `--testSequencer=${SEQUENCER}`, '--runTestsByPath', ...some],
    { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, TEST_ORDER: order } },
  );
  if (status !== 0) process.stderr.write(stderr);
  return status === 0;
}
