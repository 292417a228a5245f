import { chooseCandidate, decide, type Facts } from '../../../functions/restoreAurora/decide';
import { clusterIdentifierOf, failoverRun, TAG, validationRun } from '../../../functions/shared/names';
import { NOW } from '../lambda-context';
import { cluster, FAILOVER_ID, instance } from '../rds-facts';

const CANDIDATES = ['arn:a', 'arn:b', 'arn:c'].map((recoveryPointArn, index) => ({
  recoveryPointArn,
  createdAt: new Date(NOW - (index + 1) * 3_600_000).toISOString(),
}));
const RUN = failoverRun('pilot-light', FAILOVER_ID);
const POLICY = { run: RUN, nowMs: NOW, fallbackMaxAgeMs: 150 * 60_000 };
const clusterOf = (arn: string, status: string) => cluster({ identifier: clusterIdentifierOf(RUN, arn), status });

describe('the recovery point to restore', () => {
  test('is the first', () => {
    expect(chooseCandidate(CANDIDATES, [], [], POLICY)).toMatchObject({ candidate: CANDIDATES[0], rejected: [] });
  });

  test('is the next when the first was rejected', () => {
    const rejected = [{ recoveryPointArn: 'arn:a', reason: 'gone' }];
    expect(chooseCandidate(CANDIDATES, rejected, [], POLICY)).toMatchObject({ candidate: CANDIDATES[1], rejected });
  });

  test.each(['migration-failed', 'inaccessible-encryption-credentials', 'upgrade-failed'])(
    'is the next when the cluster of the first has become %s',
    (status) => {
      expect(chooseCandidate(CANDIDATES, [], [clusterOf('arn:a', status)], POLICY)).toMatchObject({
        candidate: CANDIDATES[1],
        rejected: [{ recoveryPointArn: 'arn:a', reason: expect.stringContaining(status) }],
      });
    },
  );

  test('stays the first while its cluster is in a status that nobody knows', () => {
    const choice = chooseCandidate(CANDIDATES, [], [clusterOf('arn:a', 'brand-new-status')], POLICY);
    expect(choice).toMatchObject({ candidate: CANDIDATES[0] });
  });

  test('is none that is much older than what was accepted', () => {
    const rejected = ['arn:a', 'arn:b'].map((recoveryPointArn) => ({ recoveryPointArn, reason: 'gone' }));
    const choice = chooseCandidate(CANDIDATES, rejected, [], POLICY);
    expect(choice).toMatchObject({ kind: 'noneLeft' });
    expect(choice.rejected.at(-1)?.reason).toContain('180 minutes old, more than 150');
  });

  test('may be the first however old it is: that age was accepted', () => {
    const old = [{ recoveryPointArn: 'arn:a', createdAt: '2026-11-01T00:00:00Z' }];
    expect(chooseCandidate(old, [], [], POLICY)).toMatchObject({ kind: 'candidate' });
  });
});

const TRIAL = validationRun('pilot-light', '20261101-040000');
const ON_TRIAL = cluster({
  identifier: clusterIdentifierOf(TRIAL, 'arn:a'),
  tags: { [TAG.validationId]: '20261101-040000', [TAG.createdBy]: 'restoreAurora' },
});
const PUBLISHED = { clusterArn: cluster().arn, secretArn: 'arn:secret' };
const ready: Facts = {
  cluster: cluster({ deletionProtection: true }),
  writer: instance(),
  run: RUN,
  mode: 'failover',
  published: PUBLISHED,
};

describe('the next step', () => {
  test.each<readonly [string, Partial<Facts>, object]>([
    ['restores where there is no cluster', { cluster: undefined, writer: undefined }, { kind: 'restore' }],
    [
      'waits while the storage is restored',
      { cluster: cluster({ status: 'migrating', members: [] }), writer: undefined },
      { kind: 'waitAvailable' },
    ],
    [
      'asks for the writer first, then for all the rest at once',
      { cluster: cluster({ members: [], dataApi: false, secretArn: undefined }), writer: undefined },
      { kind: 'prepare', steps: ['createWriter', 'enableDataApi', 'modifyCluster'] },
    ],
    [
      'asks only for what is missing',
      { cluster: cluster({ dataApi: false, deletionProtection: true }) },
      { kind: 'prepare', steps: ['enableDataApi'] },
    ],
    [
      'protects a cluster that is going to serve',
      { cluster: cluster() },
      { kind: 'prepare', steps: ['modifyCluster'] },
    ],
    ['leaves a drill unprotected, so that it can be removed', { cluster: cluster(), mode: 'drill' }, { kind: 'ready' }],
    [
      'waits for the writer',
      { writer: instance({ status: 'creating' }) },
      { kind: 'waitConnectable', detail: 'the writer is creating' },
    ],
    [
      'waits for the secret',
      { cluster: cluster({ deletionProtection: true, secretStatus: 'creating' }) },
      { kind: 'waitConnectable' },
    ],
    [
      'waits for the writer to be a member',
      { cluster: cluster({ deletionProtection: true, members: [] }) },
      { kind: 'waitConnectable' },
    ],
    [
      'publishes when all is there',
      { published: { clusterArn: 'not-restored', secretArn: 'not-restored' } },
      { kind: 'publish' },
    ],
    [
      'publishes again when only the secret differs',
      { published: { ...PUBLISHED, secretArn: 'old' } },
      { kind: 'publish' },
    ],
    ['is done when all is published', {}, { kind: 'ready' }],
    [
      'tells the workload nothing of a cluster on trial, and leaves it unprotected',
      { cluster: ON_TRIAL, run: TRIAL, mode: 'validation', published: { clusterArn: undefined, secretArn: undefined } },
      { kind: 'ready' },
    ],
    ['waits for an old cluster of that name to go', { cluster: cluster({ status: 'deleting' }) }, { kind: 'waitGone' }],
    ['stops at a cluster that is not ours', { cluster: cluster({ tags: {} }) }, { kind: 'notOurs' }],
    [
      'stops at a writer that failed',
      { writer: instance({ status: 'incompatible-network' }) },
      { kind: 'writerFailed' },
    ],
  ])('%s', (_, overrides, expected) => {
    expect(decide({ ...ready, ...overrides })).toMatchObject(expected);
  });
});
