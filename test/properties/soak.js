const { randomInt } = require('node:crypto');
const { spawnSync } = require('node:child_process');
const path = require('node:path');

/**
 * `npm run soak`: every property with a seed that nobody has chosen, and more cases than in `npm test`. PROPERTY_SEED,
 * PROPERTY_RUNS and PROPERTY_PATH repeat what an earlier one did; the command line is jest's, such as a file.
 */
const { PROPERTY_SEED: seed = String(randomInt(2 ** 31)), PROPERTY_RUNS: runs = '100' } = process.env;
const args = process.argv.slice(2);

process.stdout.write(`PROPERTY_SEED=${seed} PROPERTY_RUNS=${runs}\n`);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(__dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js'),
    // As many cases as wished for take as long as they take.
    '--testTimeout=86400000',
    ...(args.length > 0 ? args : ['property\\.test\\.ts$']),
  ],
  { stdio: 'inherit', env: { ...process.env, PROPERTY_SEED: seed, PROPERTY_RUNS: runs } },
);
process.exitCode = status ?? 1;
