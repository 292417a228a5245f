const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
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
    const { granted, used, denied } = readCollected();
    const complaints = compare({ granted, used, denied, exceptions: unused });
    if (complaints.length === 0) return;
    process.stderr.write(`\nPermissions, compared over all rehearsals (test/permissions):\n`);
    for (const complaint of complaints) process.stderr.write(`  ${complaint}\n`);
    results.numFailedTests += 1;
    results.numTotalTests += 1;
  }
};

/** @param collected entries of the form `ROLE ACTION`; an exception's fields may hold `*` for any text. */
function compare({ granted, used, denied, exceptions }) {
  const covers = ({ role, actions }, entry) => {
    const [holder, action] = entry.split(' ');
    return fits(role, holder) && actions.some((pattern) => fits(pattern, action));
  };
  const idle = granted.filter((grant) => !used.some((use) => fits(grant, use)));
  const surprises = idle.filter((entry) => !exceptions.some((exception) => covers(exception, entry)));
  const stale = exceptions.flatMap((exception) =>
    exception.actions
      .filter((action) => !idle.some((entry) => covers({ ...exception, actions: [action] }, entry)))
      .map((action) => `${exception.role} ${action}`),
  );
  return [
    ...denied.map((entry) => `denied: ${entry}`),
    ...surprises.map((entry) => `granted and never used: ${entry}. Take it away, or give the reason in unused.json`),
    ...stale.map((entry) => `used, or not granted any more: ${entry}. Take it out of unused.json`),
  ];
}

function fits(pattern, text) {
  if (!pattern.includes('*')) return pattern === text;
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}

function readCollected() {
  const directory = join(process.env.PILOT_LIGHT_TEST_RUN ?? '', 'permissions');
  const files = existsSync(directory) ? readdirSync(directory) : [];
  const collected = files.map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')));
  const all = (kind) => [...new Set(collected.flatMap((lists) => lists[kind]))].sort((a, b) => a.localeCompare(b));
  return { granted: all('granted'), used: all('used'), denied: all('denied') };
}

function isWhole({ nonFlagArgs, testNamePattern, onlyChanged, onlyFailures, findRelatedTests, shard, bail }) {
  return !(nonFlagArgs?.length || testNamePattern || onlyChanged || onlyFailures || findRelatedTests || shard || bail);
}

module.exports.compare = compare;
