const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');
const { compileOnce } = require('./compile-once');

/**
 * Jest's own environment. Every test file has modules of its own, and Jest parses all of a file's packages for it again:
 * a fifth of what most test files cost. Loaded once a worker.
 */
vm.compileFunction = compileOnce(vm.compileFunction);

module.exports = TestEnvironment;
