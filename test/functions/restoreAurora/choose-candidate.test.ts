import { chooseCandidate } from '../../../functions/restoreAurora/choose-candidate';
import { clusterIdentifierOf, failoverRun } from '../../../functions/shared/names';
import { NOW } from '../lambda-context';
import { cluster, FAILOVER_ID } from '../rds-facts';
import { CLUSTER_STATUSES } from './every-status';

const MINUTE_MS = 60_000;
const aged = (recoveryPointArn: string, ageMinutes: number) => ({
  recoveryPointArn,
  createdAt: new Date(NOW - ageMinutes * MINUTE_MS).toISOString(),
});
const CANDIDATES = [aged('arn:a', 60), aged('arn:b', 120), aged('arn:c', 180)];
const RUN = failoverRun('pilot-light', FAILOVER_ID);
const POLICY = { run: RUN, nowMs: NOW, asOfMs: NOW, fallbackMaxAgeMs: 150 * MINUTE_MS };
const REJECTED = [{ recoveryPointArn: 'arn:a', reason: 'gone' }];
const clusterOf = (arn: string, status: string, createdAtMs?: number) =>
  cluster({ identifier: clusterIdentifierOf(RUN, arn), status, createdAtMs });

test('the first recovery point is taken', () => {
  expect(chooseCandidate(CANDIDATES, [], [], POLICY)).toMatchObject({ candidate: CANDIDATES[0], rejected: [] });
});

test('the next is taken when the first was rejected', () => {
  const choice = chooseCandidate(CANDIDATES, REJECTED, [], POLICY);
  expect(choice).toMatchObject({ candidate: CANDIDATES[1], rejected: REJECTED });
});

test.each(CLUSTER_STATUSES.failed)('the next is taken when the cluster of the first has become %s', (status) => {
  expect(chooseCandidate(CANDIDATES, [], [clusterOf('arn:a', status)], POLICY)).toMatchObject({
    candidate: CANDIDATES[1],
    rejected: [{ recoveryPointArn: 'arn:a', reason: expect.stringContaining(status) }],
  });
});

test.each([...CLUSTER_STATUSES.passing, ...CLUSTER_STATUSES.misconfigured, 'available', 'deleting', 'stopped'])(
  'the first stays chosen while its cluster is %s: another one would fare no better',
  (status) => {
    const choice = chooseCandidate(CANDIDATES, [], [clusterOf('arn:a', status)], POLICY);
    expect(choice).toMatchObject({ candidate: CANDIDATES[0] });
  },
);

describe('what is fallen back to', () => {
  const fallBackTo = (ageMinutes: number, clusters: Parameters<typeof chooseCandidate>[2] = []) =>
    chooseCandidate([aged('arn:a', 10), aged('arn:b', ageMinutes)], REJECTED, clusters, {
      ...POLICY,
      fallbackMaxAgeMs: 60 * MINUTE_MS,
    });

  test('is not older than what was accepted, to the minute', () => {
    expect(fallBackTo(60)).toMatchObject({ kind: 'candidate' });
    expect(fallBackTo(61)).toMatchObject({ kind: 'tooOld', rejected: REJECTED });
  });

  test('is no older than it was when the execution began, whatever has held that up', () => {
    const policy = { ...POLICY, asOfMs: NOW - 30 * MINUTE_MS, fallbackMaxAgeMs: 60 * MINUTE_MS };
    expect(chooseCandidate([aged('arn:a', 40), aged('arn:b', 90)], REJECTED, [], policy)).toMatchObject({
      kind: 'candidate',
    });
    expect(chooseCandidate([aged('arn:a', 40), aged('arn:b', 91)], REJECTED, [], policy)).toMatchObject({
      kind: 'tooOld',
    });
  });

  test('does not grow too old while it is being restored', () => {
    const begun = clusterOf('arn:b', 'creating', NOW - 40 * MINUTE_MS);
    expect(fallBackTo(90, [begun])).toMatchObject({ kind: 'candidate' });
    expect(fallBackTo(101, [begun])).toMatchObject({ kind: 'tooOld' });
  });
});

test('however old the first is: that age was accepted', () => {
  expect(chooseCandidate([aged('arn:a', 40_000)], [], [], POLICY)).toMatchObject({ kind: 'candidate' });
});

test('nothing is left when all were rejected', () => {
  const rejected = ['arn:a', 'arn:b', 'arn:c'].map((recoveryPointArn) => ({ recoveryPointArn, reason: 'gone' }));
  expect(chooseCandidate(CANDIDATES, rejected, [], POLICY)).toEqual({ kind: 'noneLeft', rejected });
});
