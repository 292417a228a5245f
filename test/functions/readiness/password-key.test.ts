import { passwordKey } from '../../../functions/readiness/checks/data';
import { factsWith, POLICY, read, UNREAD } from './facts';

const MAKE_KEY = /aws kms describe-key --region us-west-2 --key-id alias\/aws\/secretsmanager$/;
const REFUSED = { ...UNREAD, why: 'AccessDeniedException: 403', mayPass: false };

test.each([
  ['there', read('Enabled'), 'ready', /is enabled$/, null],
  ['not there', read(undefined), 'not-ready', /is not there/, expect.stringMatching(MAKE_KEY)],
  ['refused, as one that is not there may be', REFUSED, 'degraded', /403/, expect.stringMatching(MAKE_KEY)],
  ['not read this time', UNREAD, 'degraded', /no answer/, expect.stringMatching(/^Nothing to do yet/)],
] as const)('the key of passwords is %s', (_what, passwordKeyState, state, detail, fix) => {
  expect(passwordKey.judge(factsWith({ passwordKeyState }), POLICY)).toMatchObject({
    state,
    detail: expect.stringMatching(detail),
    fix,
  });
});
