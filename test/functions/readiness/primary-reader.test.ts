import { primaryReader } from '../../../functions/readiness/checks/primary-reader';
import type { MemberFact } from '../../../functions/shared/cluster-members';
import { factsWith, memberFact as member, POLICY, read, UNREAD } from './facts';

const judge = (members: readonly MemberFact[], zones: readonly string[] = []) =>
  primaryReader.judge(factsWith({ primaryCluster: read({ members, zones }) }), POLICY);
const CREATE =
  'Create one: aws rds create-db-instance --region us-east-1 --db-instance-identifier pilot-light-primary-us-east-1b ' +
  '--db-cluster-identifier pilot-light-primary --db-instance-class db.serverless --engine aurora-postgresql ' +
  '--availability-zone us-east-1b';

test('a reader in another zone is enough, whatever its name says', () => {
  expect(judge([member('a', true), member('b', false)])).toMatchObject({
    state: 'ready',
    detail: 'pilot-light-primary-writer in us-east-1b (available) can take over from the writer in us-east-1a',
  });
});

test.each([
  ['none', [member('a', true)]],
  ['one in the zone of the writer', [member('a', true), member('a', false)]],
])('with %s the command creates one in another zone, and a failover would work all the same', (_, members) => {
  const finding = judge(members, ['us-east-1a', 'us-east-1b']);
  expect(finding).toMatchObject({
    state: 'degraded',
    detail: 'no reader in another zone can take over: the loss of us-east-1a would not heal by itself',
    fix: CREATE,
  });
});

test('one that is being created is named with its status, and no second one is asked for', () => {
  const finding = judge([member('a', true), member('b', false, 'creating')], ['us-east-1a', 'us-east-1b']);
  expect(finding).toMatchObject({ state: 'degraded', detail: expect.stringContaining('us-east-1b (creating)') });
  expect(finding.fix).not.toContain('create-db-instance');
});

test.each([
  ['in one zone alone', judge([member('a', true)], ['us-east-1a']), /its subnets are in one zone/, /subnet group/],
  ['without a writer', judge([member('a', false)]), /has no writer/, /describe-db-clusters --region us-east-1/],
  [
    'that is not there',
    primaryReader.judge(factsWith({ primaryCluster: read(undefined) }), POLICY),
    /there is no cluster pilot-light-primary in us-east-1/,
    /describe-db-clusters --region us-east-1/,
  ],
])('a cluster %s is said as it is', (_, finding, detail, fix) => {
  expect(finding).toMatchObject({
    state: 'degraded',
    detail: expect.stringMatching(detail),
    fix: expect.stringMatching(fix),
  });
});

test('a primary region that does not answer leaves it unknown', () => {
  expect(primaryReader.judge(factsWith({ primaryCluster: UNREAD }), POLICY)).toMatchObject({
    unread: true,
    fix: expect.stringMatching(/^Nothing to do/),
  });
});
