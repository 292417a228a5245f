import { EXECUTION_CHECK } from '../../../rehearsal/failover/checks';
import { verdictOf } from '../../../rehearsal/failover/verdict';

const check = (name: string, passed: boolean) => ({ name, passed, detail: 'x' });
const ended = [check(EXECUTION_CHECK, false), check('nothing orphaned', true)];

test.each([
  ['UnsafeToProceedError', 'AskForApproval: approval-timed-out: nobody answered', 'refused'],
  ['FencedOutError', 'TakeLock: lock-held: another', 'refused'],
  ['UnsafeToProceedError', 'RestoreAurora: deadline-passed: RDS DescribeDBClusters answers InternalFailure', 'failed'],
  ['UnsafeToProceedError', 'CleanUp: deadline-passed', 'failed'],
  ['UnsafeToProceedError', 'DeployRegionStack: stack-failed: the function cannot be made', 'failed'],
  ['UnsafeToProceedError', 'DeployRegionStack: stack-needs-repair: it is UPDATE_FAILED', 'refused'],
  ['InvalidRequestError', 'CheckTheInput: mode: write', 'failed'],
  [null, null, 'failed'],
])('an execution that ends with %s (%s) counts as %s', (error, cause, verdict) => {
  expect(verdictOf({ error, cause }, ended)).toBe(verdict);
});

test('a refusal that left something else wrong is a failure', () => {
  const checks = [...ended, check('traffic', false)];
  expect(verdictOf({ error: 'UnsafeToProceedError', cause: 'X: not-ours' }, checks)).toBe('failed');
  expect(verdictOf({ error: null, cause: null }, [check(EXECUTION_CHECK, true)])).toBe('passed');
});
