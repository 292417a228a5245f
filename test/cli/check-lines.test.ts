import { stripVTControlCharacters } from 'node:util';
import { checkLines } from '../../cli/output/check-lines';

it('tells what passed, what failed and what could not be checked apart', () => {
  const checks = [
    { name: 'one', passed: true, detail: 'as it should be' },
    { name: 'two', passed: false, detail: 'a cluster is left' },
    { name: 'three', passed: null, detail: 'no record says it' },
  ];
  expect(stripVTControlCharacters(checkLines(checks, 80)).split('\n')).toEqual([
    'pass  one: as it should be',
    'FAIL  two: a cluster is left',
    'skip  three: not checked: no record says it',
  ]);
});
