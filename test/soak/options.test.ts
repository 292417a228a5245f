import { readOptions, SoakUsageError } from './options';
import { summarise } from './report';

const HASH = 'ffffffff0123456789abcdef0123456789abcdef';
const lastCommit = () => HASH;

test('without a seed it follows from the last commit', () => {
  expect(readOptions([], lastCommit)).toMatchObject({ seed: 0x7fffffff, seedFrom: 'commit ffffffff0123', jobs: 1 });
});

test('a seed and a number of plays are taken as they are', () => {
  const asked = readOptions(['--runs', '500', '--seed', '12', '--json'], lastCommit);
  expect(asked).toEqual({ runs: 500, seed: 12, seedFrom: '--seed', jobs: 1, json: true });
});

test.each([
  [['--runs'], '--runs "": write a whole number from 1 to 1000000'],
  [['--runs', '0'], '--runs "0": write a whole number'],
  [['--seed', '1.5'], '--seed "1.5": write a whole number from 0'],
  [['--seed', '1', '--seed', '2'], '--seed is there twice'],
  [['--seeds', '1'], '"--seeds" is no option: write --runs'],
])('%j is refused with what to write', (words, message) => {
  expect(() => readOptions(words, lastCommit)).toThrow(SoakUsageError);
  expect(() => readOptions(words, lastCommit)).toThrow(message);
});

test('the report counts what is red and what is idle, and takes the median', () => {
  const played = [
    { seed: 4, broken: ['it hangs'], isIdle: false, cpuSeconds: 9, story: '' },
    { seed: 3, broken: [], isIdle: true, cpuSeconds: 1.234, story: '' },
    { seed: 5, broken: [], isIdle: false, cpuSeconds: 2, story: '' },
  ];
  expect(summarise(played, 3)).toEqual({ runs: 3, red: 1, cpuSecondsPerRun: 2, seeds: [4], idle: 1, firstSeed: 3 });
});
