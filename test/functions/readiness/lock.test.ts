import { lock } from '../../../functions/readiness/checks/control';
import { trafficSwitch } from '../../../functions/readiness/checks/traffic';
import type { Facts } from '../../../functions/readiness/facts';
import { factsWith, POLICY, read, UNREAD } from './facts';

const judge = (changes: Partial<Facts>) => lock.judge(factsWith(changes), POLICY);
const unfinished = {
  owner: 'arn:aws:states:us-west-2:111111111111:execution:pilot-light-regional-failover:now',
  mode: 'failover',
  failoverId: '20261122-030000',
};

test.each([undefined, { ...unfinished, status: 'COMPLETE' }, { ...unfinished, status: 'MOVED_BACK' }])(
  'what is over leaves the lock free: %j',
  (item) => {
    expect(judge({ lock: read(item), isLockHeld: read(false) })).toMatchObject({ state: 'ready', detail: 'free' });
  },
);

test.each<readonly [string, string]>([
  ['FAILED', 'that failed'],
  ['RUNNING', 'whose execution was stopped'],
])('a failover (%s) %s is named, with the command that ends it', (status) => {
  expect(judge({ lock: read({ ...unfinished, status }), isLockHeld: read(false) })).toEqual({
    state: 'degraded',
    detail: 'the failover 20261122-030000 was not finished: the next start continues it',
    fix:
      'Finish it, or end it for good: aws lambda invoke --region us-west-2 --function-name pilot-light-endFailover ' +
      '--cli-binary-format raw-in-base64-out --payload ' +
      `'{"action":"end","failoverId":"20261122-030000","requestedBy":"YOUR NAME","reason":"WHY"}' /dev/stdout`,
  });
});

test('one that is at work is followed, not ended', () => {
  expect(judge({ lock: read({ ...unfinished, status: 'RUNNING' }), isLockHeld: read(true) })).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('another start stands down'),
    fix: `aws stepfunctions describe-execution --region us-west-2 --execution-arn ${unfinished.owner}`,
  });
});

test('a Step Functions that does not answer leaves it open', () => {
  expect(judge({ lock: read({ ...unfinished, status: 'RUNNING' }), isLockHeld: UNREAD })).toMatchObject({
    state: 'degraded',
    detail: expect.stringContaining('no answer'),
  });
});

test('a switch that is not known to have been carried out is named, with who decided it', () => {
  const item = { serves: 'standby', decidedBy: 'arn:execution', decidedAt: '2026-11-22T02:00:00Z', status: 'PENDING' };
  expect(trafficSwitch.judge(factsWith({ pendingSwitch: read(item) }), POLICY)).toEqual({
    state: 'degraded',
    detail:
      'arn:execution decided at 2026-11-22T02:00:00Z that the standby region serves, and it is not known whether traffic has moved',
    fix: expect.stringContaining('--table-name lock --key \'{"pk":{"S":"traffic"}}\''),
  });
});
