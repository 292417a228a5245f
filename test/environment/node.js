const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { compileOnce } = require('./compile-once');

/** Jest's own modules, and those of `test`, are loaded for every file: without this they would be parsed for each. */
vm.compileFunction = compileOnce(vm.compileFunction);

/** What jest-circus and expect keep in the global object, by the names of their symbols. */
const OF_JEST = /^(JEST_|RETRY_|WAIT_BEFORE_|TEST_TIMEOUT|EVENT_HANDLERS|LOG_ERRORS|\$\$jest)/;

let shared;

/**
 * One environment, and so one global object, for all test files of a worker: what the worker loads once (runtime.js
 * beside this) belongs to it. A file with `@jest-environment-options {"modules": "own"}` has one of its own.
 */
class SharedEnvironment extends TestEnvironment {
  constructor(config, context) {
    const isOwn = config.projectConfig.testEnvironmentOptions.modules === 'own';
    if (!isOwn && shared !== undefined) return shared;
    super(config, context);
    this.sharesModules = !isOwn;
    if (isOwn) return;
    shared = this;
    const { process } = this.global;
    this.atFirst = { env: { ...process.env }, exit: Object.getOwnPropertyDescriptor(process, 'exit') };
  }

  /** Takes away what a file has left behind; the environment stays. */
  async teardown() {
    if (!this.sharesModules) {
      await super.teardown();
      return;
    }
    const { process } = this.global;
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.atFirst.env);
    Object.defineProperty(process, 'exit', this.atFirst.exit);
    this.fakeTimersModern.useRealTimers();
    for (const symbol of Object.getOwnPropertySymbols(this.global)) {
      if (OF_JEST.test(symbol.description)) delete this.global[symbol];
    }
  }
}

module.exports = SharedEnvironment;
