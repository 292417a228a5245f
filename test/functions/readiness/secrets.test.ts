import { secrets } from '../../../functions/readiness/checks/data';
import { factsWith, POLICY, read, UNREAD } from './facts';

const found = (state: 'there' | 'toBeDeleted' | 'missing') =>
  read([{ name: 'shop/application', state: 'there' } as const, { name: 'shop/database', state }]);

test.each([
  ['there', found('there'), 'ready', /: there$/, null],
  [
    'missing',
    found('missing'),
    'not-ready',
    /^shop\/database is not in us-west-2/,
    "aws secretsmanager replicate-secret-to-regions --region us-east-1 --secret-id shop/database --add-replica-regions 'Region=us-west-2'",
  ],
  [
    'to be deleted',
    found('toBeDeleted'),
    'not-ready',
    /^shop\/database is to be deleted/,
    'aws secretsmanager restore-secret --region us-west-2 --secret-id shop/database',
  ],
  ['not read this time', UNREAD, 'degraded', /no answer/, expect.stringMatching(/^Nothing to do yet/)],
] as const)('a secret of the database is %s', (_what, reading, state, detail, fix) => {
  expect(secrets.judge(factsWith({ secrets: reading }), POLICY)).toMatchObject({
    state,
    detail: expect.stringMatching(detail),
    fix,
  });
});
