import { type Restorable, rightlyRestoresNothing } from './started-again';

const NONE = {
  status: 'FAILED',
  cause: 'RestoreAurora: no-restorable-recovery-point: no recovery point could be restored',
};
const EVERYTHING: Restorable = { recoveryPointArns: ['arn:a', 'arn:b'], failedArns: new Set(['arn:a', 'arn:b']) };

test.each<[string, boolean, Parameters<typeof rightlyRestoresNothing>[0], Restorable]>([
  ['where RDS was to fail everything that there is, nothing is restored', true, NONE, EVERYTHING],
  ['one that RDS has not failed is to be restored', false, NONE, { ...EVERYTHING, failedArns: new Set(['arn:a']) }],
  ['nor is there a failure where there is nothing', false, NONE, { ...EVERYTHING, recoveryPointArns: [] }],
  ['it ends for that reason', false, { ...NONE, cause: 'RestoreAurora: restored-cluster-failed' }, EVERYTHING],
  ['and is not stopped', false, { ...NONE, status: 'ABORTED' }, EVERYTHING],
])('started again, %s', (_, expected, ended, restorable) => {
  expect(rightlyRestoresNothing(ended, restorable)).toBe(expected);
});
