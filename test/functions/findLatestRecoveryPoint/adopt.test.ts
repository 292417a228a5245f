import { decide } from '../../../functions/findLatestRecoveryPoint/decide';
import type { ChoicePolicy } from '../../../functions/findLatestRecoveryPoint/policy';
import { failoverRun, TAG } from '../../../functions/shared/names';
import type { ClusterFact } from '../../../functions/shared/rds-facts';
import type { RecoveryPoint } from '../../../functions/shared/recovery-points';
import { NOW } from '../lambda-context';
import { cluster, FAILOVER_ID, TAGS } from '../rds-facts';
import { recoveryPoint, USE } from '../recovery-points';
import { CLUSTER_STATUSES } from '../restoreAurora/every-status';

const MINUTE_MS = 60_000;
const at = (ageMinutes: number) => NOW - ageMinutes * MINUTE_MS;
const OLD = 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-old';
const NEW = 'arn:aws:rds:us-west-2:111111111111:cluster-snapshot:awsbackup:copyjob-new';
const RUN = failoverRun('pilot-light', FAILOVER_ID);

interface Case {
  /** Minutes of the recovery point that the unfinished failover has begun with. */
  readonly adopted: number;
  /** Minutes of the newest in the vault; none newer than the adopted one, if it is not said. */
  readonly newest?: number;
  readonly request?: ChoicePolicy['request'];
  readonly restored?: ClusterFact | null;
  /** What has become of the adopted one in the vault. */
  readonly inVault?: Partial<RecoveryPoint> | null;
}

function choose({ adopted, newest, request = {}, restored = RESTORED, inVault = {} }: Case) {
  const old = inVault === null ? [] : [{ ...recoveryPoint({ arn: OLD, createdAtMs: at(adopted) }), ...inVault }];
  const points = newest === undefined ? old : [...old, recoveryPoint({ arn: NEW, createdAtMs: at(newest) })];
  const policy: ChoicePolicy = {
    ...USE,
    asOfMs: USE.nowMs,
    objectiveSeconds: 3600,
    acceptedMinutes: request.acceptRecoveryPointAgeMinutes,
    request,
  };
  const facts = { recoveryPointArn: OLD, point: old[0], restored: { run: RUN, cluster: restored ?? undefined } };
  return decide(points, facts, policy);
}

const RESTORED = cluster({ tags: { ...TAGS, [TAG.recoveryPoint]: OLD } });
const ADOPTED = { kind: 'chosen', because: 'adopted', chosen: { recoveryPointArn: OLD } };
const NEWEST = { kind: 'chosen', because: 'newest', chosen: { recoveryPointArn: NEW } };

test('what an unfinished failover has restored is used while it is within the objective, and the newer one is named', () => {
  expect(choose({ adopted: 55, newest: 5 })).toMatchObject({
    ...ADOPTED,
    newer: { recoveryPointArn: NEW, ageSeconds: 300, createdAt: new Date(at(5)).toISOString() },
    ask: null,
    runnersUp: [{ recoveryPointArn: NEW }],
  });
});

test('it gives way to the newest when it is older than the objective', () => {
  expect(choose({ adopted: 61, newest: 50 })).toMatchObject({ ...NEWEST, newer: null, ask: null });
});

test('it gives way after hours, and nobody restores old data without a question', () => {
  expect(choose({ adopted: 160, newest: 70 })).toMatchObject({ ...NEWEST, ask: { reason: 'stale' } });
});

test('older than the objective it is used when its age was accepted, and a person is asked about a much newer one', () => {
  const request = { acceptRecoveryPointAgeMinutes: 300 };
  expect(choose({ adopted: 160, newest: 110, request })).toMatchObject({ ...ADOPTED, ask: null });
  expect(choose({ adopted: 160, newest: 40, request })).toMatchObject({
    ...ADOPTED,
    newer: { recoveryPointArn: NEW },
    ask: {
      reason: 'newer-passed-over',
      text: 'The unfinished failover has restored a recovery point that is 160 minutes old, and one that is 40 minutes old can be restored instead.',
    },
  });
});

test('it is used however old it is when nothing newer can be had', () => {
  expect(choose({ adopted: 500 })).toMatchObject({ ...ADOPTED, newer: null, ask: null });
});

test('it is used when its recovery point is not in the vault any more', () => {
  const tags = { ...RESTORED.tags, [TAG.recoveryPointCreatedAt]: new Date(at(30)).toISOString() };
  const verdict = choose({ adopted: 30, inVault: null, restored: cluster({ tags }) });
  expect(verdict).toMatchObject({ ...ADOPTED, chosen: { recoveryPointArn: OLD, ageSeconds: 1800 } });
  expect(choose({ adopted: 30, inVault: { status: 'EXPIRED' } })).toMatchObject(ADOPTED);
});

test('it is not used before what a corruption is to be undone from', () => {
  const notAfter = new Date(at(40)).toISOString();
  expect(choose({ adopted: 30, newest: 45, request: { notAfter } })).toMatchObject(NEWEST);
});

describe('the newest is taken', () => {
  test.each([
    ['when nothing was restored', null],
    [
      'when what was restored is of another failover',
      cluster({ tags: { ...RESTORED.tags, [TAG.failoverId]: 'other' } }),
    ],
    ['when what was restored is of another recovery point', cluster({ tags: TAGS })],
    ['when somebody else has made it', cluster({ tags: { ...RESTORED.tags, [TAG.createdBy]: 'somebody' } })],
  ] as const)('%s', (_, restored) => {
    expect(choose({ adopted: 50, newest: 40, restored })).toMatchObject(NEWEST);
  });

  test.each([...CLUSTER_STATUSES.failed, ...CLUSTER_STATUSES.misconfigured, 'deleting'])(
    'when what was restored is %s',
    (status) => {
      expect(choose({ adopted: 50, newest: 40, restored: { ...RESTORED, status } })).toMatchObject(NEWEST);
    },
  );
});

test.each([...CLUSTER_STATUSES.passing, 'stopped'])('a restore that is %s stands', (status) => {
  expect(choose({ adopted: 50, newest: 40, restored: { ...RESTORED, status } })).toMatchObject(ADOPTED);
});

describe('while users are served from the standby', () => {
  const request = { serves: 'standby' as const };

  test('what serves them is the only choice, however old its data is, and nobody is asked', () => {
    expect(choose({ adopted: 900, newest: 5, request })).toMatchObject({
      ...ADOPTED,
      newer: { recoveryPointArn: NEW },
      ask: null,
    });
  });

  test.each([
    ['is not there', null],
    ['is being deleted', { ...RESTORED, status: 'deleting' }],
    ['is of another failover', cluster({ tags: {} })],
  ] as const)('nothing is chosen when what serves them %s', (_, restored) => {
    expect(choose({ adopted: 50, newest: 40, request, restored })).toMatchObject({
      kind: 'lost',
      detail: expect.stringContaining('cluster'),
    });
  });
});

test('a caller that does not say which failover it continues goes on with what it began with, while it can be restored', () => {
  const policy: ChoicePolicy = {
    ...USE,
    asOfMs: USE.nowMs,
    objectiveSeconds: 3600,
    acceptedMinutes: null,
    request: {},
  };
  const points = [recoveryPoint({ arn: OLD, createdAtMs: at(90) }), recoveryPoint({ arn: NEW, createdAtMs: at(10) })];
  const adopted = { recoveryPointArn: OLD, point: points[0], restored: 'unasked' as const };
  expect(decide(points, adopted, policy)).toMatchObject({ ...ADOPTED, newer: { recoveryPointArn: NEW } });
  expect(decide(points.slice(1), adopted, policy)).toMatchObject(NEWEST);
});
