import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILES = {
  'product.js':
    'globalThis.loads = (globalThis.loads ?? 0) + 1; exports.loads = globalThis.loads; exports.answer = () => 1;',
  'test/helper.js':
    'globalThis.helperLoads = (globalThis.helperLoads ?? 0) + 1; exports.loads = globalThis.helperLoads;',
  'test/1.test.js': `
    const product = require('../product');
    const { loads } = require('./helper');
    test('loads everything, and leaves things behind', () => {
      jest.spyOn(product, 'answer').mockReturnValue(2);
      jest.useFakeTimers();
      process.env.LEFT = 'behind';
      expect([product.loads, loads, product.answer()]).toEqual([1, 1, 2]);
    });`,
  'test/2.test.js': `
    const product = require('../product');
    const { loads } = require('./helper');
    test('has the same product, its own helpers, and nothing of what the first left', () => {
      expect([product.loads, loads, product.answer(), process.env.LEFT]).toEqual([1, 2, 1, undefined]);
      expect('clock' in setTimeout).toBe(false);
    });`,
  'test/4.test.js': `
    test('is told that it cannot mock what the worker has loaded', () => {
      expect(() => jest.mock('../product', () => ({}))).toThrow('4.test.js mocks ../product: begin the file with');
    });`,
  'test/3.test.js': `/** @jest-environment-options {"modules": "own"} */
    jest.mock('../product', () => ({ loads: 'mocked' }));
    test('has everything for itself', () => {
      expect([require('../product').loads, require('./helper').loads]).toEqual(['mocked', 1]);
    });`,
};

test('a worker loads the product once, and the files of a test anew, and nothing that one leaves reaches the next', () => {
  const rootDir = mkdtempSync(join(tmpdir(), 'shared-modules-'));
  try {
    mkdirSync(join(rootDir, 'test'));
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(rootDir, path), text);
    const config = {
      rootDir,
      runtime: join(__dirname, 'runtime.js'),
      testEnvironment: join(__dirname, 'node.js'),
      testSequencer: join(__dirname, '..', 'order', 'by-name.js'),
      transform: {},
    };
    const jest = join(__dirname, '..', '..', 'node_modules', 'jest', 'bin', 'jest.js');
    const { status, stderr } = spawnSync(process.execPath, [jest, '--runInBand', '--config', JSON.stringify(config)], {
      encoding: 'utf8',
    });
    expect(stderr).toContain('Tests:       4 passed, 4 total');
    expect(status).toBe(0);
  } finally {
    rmSync(rootDir, { recursive: true });
  }
});
