import { judge } from '../../../functions/readiness/decide';
import type { Policy } from '../../../functions/readiness/finding';
import { factsWith, POLICY, read } from './facts';

describe('the activation stack', () => {
  const deployed = (status: string, isPublished = true) => ({ activationStack: read({ status, isPublished }) });
  const WARM: Policy = { ...POLICY, STANDBY: 'warm' };

  test.each([
    ['a pilot light without it', POLICY, { activationStack: read(undefined) }, 'ready', /a failover deploys it/],
    ['a pilot light with it', POLICY, deployed('CREATE_COMPLETE'), 'ready', /a failover updates it/],
    ['a pilot light with a failed one', POLICY, deployed('ROLLBACK_COMPLETE'), 'ready', /a failover replaces it/],
    ['a pilot light with a broken one', POLICY, deployed('UPDATE_ROLLBACK_FAILED'), 'ready', /a failover replaces it/],
    ['a warm standby with it', WARM, deployed('UPDATE_COMPLETE'), 'ready', /as it was published/],
    ['a warm standby without it', WARM, { activationStack: read(undefined) }, 'degraded', /has to deploy it first/],
    ['a warm standby with a failed one', WARM, deployed('ROLLBACK_COMPLETE'), 'degraded', /has to deploy it first/],
    ['a warm standby with another template', WARM, deployed('CREATE_COMPLETE', false), 'degraded', /not what was publ/],
    [
      'a warm standby with a broken one',
      WARM,
      deployed('UPDATE_ROLLBACK_FAILED'),
      'degraded',
      /has to deploy it first/,
    ],
  ] as const)('of %s', (_, policy, changes, state, detail) => {
    const found = judge(factsWith(changes), policy).find(({ name }) => name === 'activation-stack');
    expect(found).toMatchObject({ state, detail: expect.stringMatching(detail) });
  });
});

test('an activation of before the deployment is a finding, and publishing the deployed one is the fix', () => {
  const found = judge(factsWith(), { ...POLICY, ACTIVATION_TEMPLATE_SHA256: 'newer' });
  expect(found.filter(({ state }) => state !== 'ready')).toEqual([
    {
      name: 'activation-template',
      state: 'degraded',
      detail: expect.stringMatching(/deploy the template digest; .* belongs newer, which is not published/),
      fix: expect.stringContaining('publish-activation, of the release that is deployed'),
    },
  ]);
});
