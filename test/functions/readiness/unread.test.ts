import { CHECKS, judge } from '../../../functions/readiness/decide';
import { factsWith, POLICY, UNREAD } from './facts';

test('what does not answer is degraded, never ready and never a crash', () => {
  const unread = { found: UNREAD };
  const facts = factsWith({
    ...Object.fromEntries(
      Object.entries(factsWith())
        .filter(([, value]) => typeof value === 'object' && 'kind' in value)
        .map(([name]) => [name, UNREAD]),
    ),
    quotas: factsWith().quotas.map((each) => ({ ...each, limit: UNREAD })),
    functions: [{ name: 'restoreAurora', ...unread }],
    stateMachines: [{ name: 'failover', ...unread }],
  });
  const findings = judge(facts, POLICY);
  expect(findings.map(({ name, state }) => [name, state])).toEqual(CHECKS.map(({ name }) => [name, 'degraded']));
  for (const { detail, fix, unread } of findings) {
    expect(unread).toBe(true);
    expect(detail).toContain('could not be read: ');
    // Nothing was found that could be put back.
    expect(fix).toMatch(/^Nothing to do /);
  }
});

test('a bucket that refuses is adrift; one that has trouble of its own is not', () => {
  const judged = (mayPass: boolean) =>
    judge(factsWith({ evidenceBucket: { ...UNREAD, why: 'InternalError: 500', mayPass } }), POLICY).filter(
      ({ name }) => name === 'evidence-bucket',
    );
  expect(judged(false)).toMatchObject([{ state: 'not-ready', fix: expect.stringContaining('cdk deploy') }]);
  expect(judged(true)).toMatchObject([
    {
      state: 'degraded',
      detail: 'could not be read: InternalError: 500',
      fix: expect.stringMatching(/^Nothing to do/),
    },
  ]);
});
