import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recallBundles, rememberBundles } from '../../infra/bundle-cache';

/** When the source was not written: it is the time of today. */
const YESTERDAY = new Date('2026-01-04T00:00:00Z');

let folder: string;
let source: string;
let bundles: ReadonlyMap<string, string>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pilot-light-bundles-'));
  source = join(folder, 'handler.ts');
  writeFileSync(source, 'export const handler = 1;');
  mkdirSync(join(folder, 'handler-1'));
  writeFileSync(join(folder, 'handler-1', 'index.js'), 'exports.handler=1');
  bundles = new Map([['handler.ts', join(folder, 'handler-1')]]);
  rememberBundles(folder, 'key', [source], bundles);
});

afterEach(() => rmSync(folder, { recursive: true }));

test('bundles of sources that have not changed are those of the run before', () => {
  expect(recallBundles(folder, 'key')).toEqual(bundles);
});

test('other settings have no bundles yet', () => {
  expect(recallBundles(folder, 'other')).toBeUndefined();
});

test.each([
  ['has another size', () => writeFileSync(source, 'export const handler = 12;')],
  ['was written again', () => utimesSync(source, YESTERDAY, YESTERDAY)],
  ['is gone', () => rmSync(source)],
])('a source that %s is bundled again', (_, change) => {
  change();
  expect(recallBundles(folder, 'key')).toBeUndefined();
});

test('a bundle that is gone is made again', () => {
  rmSync(join(folder, 'handler-1', 'index.js'));
  expect(recallBundles(folder, 'key')).toBeUndefined();
});

test('what cannot be read is made again', () => {
  for (const file of readdirSync(folder).filter((name) => name.startsWith('made-'))) {
    writeFileSync(join(folder, file), '{');
  }
  expect(recallBundles(folder, 'key')).toBeUndefined();
});
