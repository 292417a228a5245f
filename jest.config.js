/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/environment/node.js',
  runtime: '<rootDir>/test/environment/runtime.js',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.(ts|js|mjs)$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  // @middy/core 6 ships ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!@middy/)'],
  globalSetup: '<rootDir>/test/scenarios/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/scenarios/support/global-teardown.ts',
  setupFiles: ['<rootDir>/test/setup.ts'],
  setupFilesAfterEnv: ['<rootDir>/test/permissions/collect.ts', '<rootDir>/test/environment/restore-clients.ts'],
  reporters: ['default', '<rootDir>/test/permissions/reporter.js', '<rootDir>/test/closing-line-reporter.js'],
  // A test's global object is interceptors: each mention of one of these would cost as much as a call. Array and Map are
  // declared anew by packages, which a parameter of that name forbids.
  sandboxInjectedGlobals: ['Error', 'JSON', 'Math', 'Number', 'Object', 'Promise', 'Set', 'String'],
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/order/longest-first.js',
  maxWorkers: 2,
  // A worker keeps what its files have loaded; past this, collecting garbage costs more than a worker that starts anew.
  workerIdleMemoryLimit: '700MB',
};
