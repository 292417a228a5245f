import { compileFunction } from 'node:vm';
import { compileOnce } from './compile-once';

const compile = compileOnce(compileFunction);
const SOURCE = 'return () => 2 * number;';

test('a source that is known is not parsed again, and its functions are new ones', () => {
  const first = compile(SOURCE, ['number'], { filename: 'twice.js' });
  const second = compile(SOURCE, ['number'], { filename: 'twice.js' });

  expect([first.cachedDataProduced, second.cachedDataRejected]).toEqual([true, false]);
  expect(Reflect.apply(second, undefined, [21])()).toBe(42);
  expect(second).not.toBe(first);
});

test('a source that has changed is compiled as it is now, though it is as long as before', () => {
  compile(SOURCE, ['number'], { filename: 'changed.js' });

  const changed = compile(SOURCE.replace('2', '3'), ['number'], { filename: 'changed.js' });

  expect(Reflect.apply(changed, undefined, [21])()).toBe(63);
});
