import { DEFAULT_ASSUMPTIONS } from '../../cost/assumptions';

test('the bill rests on these figures: whoever changes one changes what was promised', () => {
  expect(DEFAULT_ASSUMPTIONS).toEqual({
    gb: 10,
    'hash-acu-seconds': 60,
    change: 5,
    acus: 0.5,
    'reader-acus': 0,
    io: 2,
    writes: 1,
    requests: 1,
    'request-ms': 100,
    statements: 1,
    'log-gb': 1,
    'cache-gb': 0.1,
    ecpus: 10,
    'frontend-gb': 1,
    'frontend-upload': 1,
    'extra-copies': 24,
    checkers: 15,
    'function-ms': 500,
    'recovery-log-gb': 0.5,
    drills: 4,
    'restored-hours': 1,
    'restored-acus': 1,
    'served-days': 1,
  });
});
