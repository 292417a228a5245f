import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';

const INFRA = join(__dirname, '../../infra');
const filesIn = (...folders: readonly string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(INFRA, folder))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );

/** What the file exports that can be called. */
function callables(file: string): readonly (readonly [string, Function])[] {
  const exported: Record<string, unknown> = require(join(INFRA, file));
  return Object.entries(exported).flatMap(([name, value]) => (typeof value === 'function' ? [[name, value]] : []));
}

const pascal = (file: string) =>
  file.replace(/^.*\/|\.ts$/g, '').replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());

test.each(filesIn('constructs', 'constructs/functions'))('%s is one construct, made by (scope, id, props)', (file) => {
  const [[name, construct] = ['', Object], ...rest] = callables(file);
  expect([name, construct.prototype instanceof Construct, construct.length, rest]).toEqual([pascal(file), true, 3, []]);
});

test.each(filesIn('factories'))('%s is one function, called with (scope, id, props)', (file) => {
  const [[name, factory] = ['', Object], ...rest] = callables(file);
  const isClass = factory.prototype instanceof Construct;
  expect([name.charAt(0).toUpperCase() + name.slice(1), isClass, factory.length, rest]).toEqual([
    pascal(file),
    false,
    3,
    [],
  ]);
});

test('what stacks are made of imports from no stack', () => {
  const parts = filesIn('constructs', 'constructs/functions', 'factories', 'workloads', 'permissions', 'monitoring');
  expect(parts.filter((file) => /from '[^']*\/stacks\//.test(readFileSync(join(INFRA, file), 'utf8')))).toEqual([]);
});
