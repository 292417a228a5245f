const path = require('node:path');
const { default: Runtime } = require('jest-runtime');

/** The runtime of what is loaded once a worker. It belongs to no test file, and is never torn down. */
let ofWorker;

/**
 * Jest's runtime, but that a worker loads the product and its packages once, and not again for every test file: V8 keeps
 * what it has compiled and learnt of them. What is below `test` is loaded for each file. A file with
 * `@jest-environment-options {"modules": "own"}` loads everything for itself: one that mocks a module has to.
 */
class SharedRuntime extends Runtime {
  constructor(config, environment, ...rest) {
    super(config, environment, ...rest);
    if (!environment.sharesModules) return;
    const [resolver, transformer, cacheFS, coverage, , globalConfig] = rest;
    ofWorker ??= new Runtime(config, environment, resolver, transformer, cacheFS, coverage, undefined, globalConfig);
    this.tests = path.join(config.rootDir, 'test') + path.sep;
  }

  requireModule(from, moduleName, options, isRequireActual) {
    const isShared = this.tests !== undefined && this.#isShared(from, moduleName, options);
    return isShared
      ? ofWorker.requireModule(from, moduleName, options, isRequireActual)
      : super.requireModule(from, moduleName, options, isRequireActual);
  }

  /** Jest's own modules (internal ones) and Node's belong to each file; without a name, `from` is a file of the set-up. */
  #isShared(from, moduleName, options) {
    if (options?.isInternalModule || !moduleName || this._resolution.isCoreModule(moduleName)) return false;
    return !this._resolution.resolveCjs(from, moduleName).startsWith(this.tests);
  }

  /** What the worker has loaded would not see the mock, and the test would be of the real thing. */
  setMock(from, moduleName, ...rest) {
    if (this.tests !== undefined) {
      const remedy = 'begin the file with /** @jest-environment-options {"modules": "own"} */';
      throw new Error(`${path.basename(this._testPath)} mocks ${moduleName}: ${remedy}`);
    }
    super.setMock(from, moduleName, ...rest);
  }

  getSourceMaps() {
    const own = super.getSourceMaps();
    return this.tests === undefined ? own : new Map([...ofWorker.getSourceMaps(), ...own]);
  }
}

module.exports = { __esModule: true, default: SharedRuntime };
