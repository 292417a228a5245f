import { judge } from '../../../functions/readiness/decide';
import type { CacheReadinessFact } from '../../../functions/readiness/facts';
import type { Policy } from '../../../functions/readiness/finding';
import { ACTIVATION, factsWith, POLICY, read } from './facts';

const WARM: Policy = { ...POLICY, STANDBY: 'warm' };
const { CACHE: _, ...NO_CACHE } = POLICY;

function cacheCheck(changes: Partial<CacheReadinessFact>, policy: Policy = POLICY) {
  const fact = { template: ACTIVATION, stackStatus: undefined, lost: undefined, ...changes };
  return judge(factsWith({ cache: read(fact) }), policy).find(({ name }) => name === 'cache');
}

test.each<readonly [string, Partial<CacheReadinessFact>, Policy, string, RegExp]>([
  ['a template that waits', {}, POLICY, 'ready', /a failover starts it, and does not wait for it/],
  ['a stack that stands', { stackStatus: 'CREATE_COMPLETE' }, WARM, 'ready', /is CREATE_COMPLETE/],
  ['no address', { template: { ...ACTIVATION, templateUrl: undefined } }, POLICY, 'degraded', /holds no address/],
  ['no template', { template: { ...ACTIVATION, templateDigest: undefined } }, POLICY, 'degraded', /is missing/],
  ['another template', { template: { ...ACTIVATION, templateDigest: 'other' } }, POLICY, 'degraded', /what was publ/],
  [
    'a template of before the deployment',
    {},
    { ...POLICY, CACHE_TEMPLATE_SHA256: 'newer' },
    'degraded',
    /deploy the template digest; .* belongs newer, which is not published/,
  ],
  ['no stack of a warm standby', {}, WARM, 'degraded', /the warm standby has no cache/],
  ['a stack that was rolled back', { stackStatus: 'ROLLBACK_COMPLETE' }, WARM, 'degraded', /has no cache/],
  ['a stack that was rolled back', { stackStatus: 'ROLLBACK_COMPLETE' }, POLICY, 'ready', /is ROLLBACK_COMPLETE/],
])('%s', (_, changes, policy, state, detail) => {
  expect(cacheCheck(changes, policy)).toMatchObject({ state, detail: expect.stringMatching(detail) });
});

test('a cache that its stack has lost is named with the command that deletes it', () => {
  expect(cacheCheck({ lost: { status: 'available', createdBy: 'PilotLightCache' } })).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('pilot-light-standby is in no stack (available)'),
    fix: 'aws elasticache delete-serverless-cache --region us-west-2 --serverless-cache-name pilot-light-standby',
  });
});

test('a failover that makes no cache needs none', () => {
  const facts = factsWith({ cache: read(undefined) });
  expect(judge(facts, NO_CACHE).find(({ name }) => name === 'cache')).toMatchObject({ state: 'ready', fix: null });
});
