import { stripVTControlCharacters } from 'node:util';
import { conditionLines } from '../../cli/output/conditions';
import { PASSED } from './report';

it('says how many calls each fault met, and plainly where it met none', () => {
  const text = conditionLines({
    ...PASSED,
    faults: [
      { at: '2h15m', for: '10m', kind: 'throttle', region: 'us-west-2', service: 'rds', probability: 0.3, callsMet: 1 },
      { at: '3h', kind: 'delay', delaySeconds: 8, callsMet: 412 },
      { at: '9h', kind: 'error', region: 'us-west-2', service: 's3', operation: 'PutObject', callsMet: 0 },
    ],
  });
  expect(stripVTControlCharacters(text).split('\n').slice(0, 4)).toEqual([
    'Faults in force:',
    '  at 2h15m for 10m: throttle: rds in us-west-2, of each call with probability 0.3 (1 call met)',
    '  at 3h to the end: delay of 8 s: every service in every region (412 calls met)',
    '  at 9h to the end: error: s3 PutObject in us-west-2 (0 calls met: it changed no answer in this run)',
  ]);
});
