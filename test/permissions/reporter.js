const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { compare } = require('./compare.js');
const unused = require('./unused.json');

/**
 * At the end of a whole run: no role was denied anything in any rehearsal, and every action that a role was granted was
 * used in one of them, but for the exceptions beside this, each with its reason. What is wrong counts as a failed test.
 */
module.exports = class PermissionsReporter {
  constructor(globalConfig) {
    this.isWhole = isWhole(globalConfig);
  }

  onRunComplete(_contexts, results) {
    const hasFailed = results.numFailedTests + results.numRuntimeErrorTestSuites > 0;
    // What a failed test did not get to use says nothing.
    if (!this.isWhole || hasFailed || results.wasInterrupted) return;
    const { complaints, notes } = compare(readCollected(), unused);
    if (complaints.length + notes.length > 0)
      process.stderr.write('\nPermissions, compared over all rehearsals (test/permissions):\n');
    for (const line of [...complaints, ...notes]) process.stderr.write(`  ${line}\n`);
    if (complaints.length === 0) return;
    results.numFailedTests += 1;
    results.numTotalTests += 1;
  }
};

function readCollected() {
  const directory = path.join(process.env.PILOT_LIGHT_TEST_RUN ?? '', 'permissions');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const collected = files.map((file) => JSON.parse(readFileSync(path.join(directory, file), 'utf8')));
  const all = (kind) => [...new Set(collected.flatMap((lists) => lists[kind]))].sort((a, b) => a.localeCompare(b));
  return { granted: all('granted'), used: all('used'), denied: all('denied') };
}

function isWhole({ nonFlagArgs, testNamePattern, onlyChanged, onlyFailures, findRelatedTests, shard, bail }) {
  return !(nonFlagArgs?.length || testNamePattern || onlyChanged || onlyFailures || findRelatedTests || shard || bail);
}
