import { judge } from '../../../functions/readiness/decide';
import { factsWith, POLICY, read } from './facts';

const fenceCheck = (fenced: readonly string[]) =>
  judge(factsWith({ fencedFunctions: read(fenced) }), POLICY).find(({ name }) => name === 'workload-fence');

test('a fence that a rollback has left is named with the command that takes it off', () => {
  expect(fenceCheck(['pilot-light-workload'])).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('reserved concurrency 0 is left on pilot-light-workload'),
    fix: 'aws lambda delete-function-concurrency --region us-west-2 --function-name pilot-light-workload',
  });
});

test('without one everything is as it should be', () => {
  expect(fenceCheck([])).toMatchObject({ state: 'ready', fix: null });
});
