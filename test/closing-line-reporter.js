const { writeSync } = require('node:fs');

/** Ends the run with one line that a machine can read: `N passed, N failed` (and `, N skipped`). */
module.exports = class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    // A suite that could not be loaded has no failed test of its own, yet it is a failure.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    // After jest's own summary, which goes to another stream and is written later.
    process.once('exit', () => writeSync(1, `${results.numPassedTests} passed, ${failed} failed${tail}\n`));
  }
};
