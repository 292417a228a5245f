import { CREATED_BY, decide } from '../../../functions/restoreToPointInTime/decide';
import { decideRemoval } from '../../../functions/restoreToPointInTime/decide-removal';
import { decideTarget } from '../../../functions/restoreToPointInTime/decide-target';
import { repairRun, TAG } from '../../../functions/shared/names';
import type { ClusterFact, InstanceFact } from '../../../functions/shared/rds-facts';

const RUN = repairRun('shop', '20260105-012500');
const OURS = { [TAG.recoveryId]: RUN.id, [TAG.createdBy]: CREATED_BY };
const NOW_MS = Date.parse('2026-01-05T02:00:00Z');

const cluster = (overrides: Partial<ClusterFact> = {}): ClusterFact => ({
  identifier: `${RUN.prefix}abcdef`,
  arn: `arn:${RUN.prefix}abcdef`,
  status: 'available',
  percentProgress: undefined,
  members: [{ instanceIdentifier: `${RUN.prefix}abcdef-writer`, isWriter: true }],
  dataApi: true,
  masterUsername: 'admin',
  showsManagedPassword: false,
  deletionProtection: false,
  createdAtMs: undefined,
  subnetGroup: undefined,
  zones: [],
  tags: OURS,
  ...overrides,
});
const writer = (status = 'available'): InstanceFact => ({
  identifier: `${RUN.prefix}abcdef-writer`,
  status,
  zone: undefined,
  tags: OURS,
});
const facts = { run: RUN, isPasswordSet: true, writer: writer() };

describe('the next step of a restore', () => {
  test.each([
    ['restores where there is nothing', undefined, { kind: 'restore' }],
    ['is done when the writer, the Data API and the password are there', cluster(), { kind: 'ready' }],
    [
      'waits while the cluster is made',
      cluster({ status: 'creating', dataApi: false }),
      { kind: 'wait', phase: 'restoring' },
    ],
    ['asks for the Data API', cluster({ dataApi: false }), { kind: 'prepare', steps: ['enableDataApi'] }],
    ['starts what was stopped', cluster({ status: 'stopped' }), { kind: 'startCluster' }],
    [
      'ends with one that has failed',
      cluster({ status: 'failed' }),
      { kind: 'refuse', reason: 'restored-cluster-failed' },
    ],
    ['leaves alone what has other tags', cluster({ tags: {} }), { kind: 'refuse', reason: 'not-ours' }],
    [
      'leaves alone what another recovery has made',
      cluster({ tags: { ...OURS, [TAG.recoveryId]: '20260101-000000' } }),
      { kind: 'refuse', reason: 'not-ours' },
    ],
  ])('%s', (_, found, verdict) => {
    expect(decide({ ...facts, cluster: found })).toMatchObject(verdict);
  });

  test('asks for a writer first, and for the password until it was asked for', () => {
    expect(decide({ ...facts, cluster: cluster({ members: [] }), writer: undefined, isPasswordSet: false })).toEqual({
      kind: 'prepare',
      steps: ['createWriter', 'modifyCluster'],
    });
  });

  test('makes a writer that has failed again', () => {
    expect(decide({ ...facts, cluster: cluster(), writer: writer('failed') })).toMatchObject({ kind: 'removeWriter' });
  });
});

describe('the moment', () => {
  const times = { earliest: '2026-01-04T00:00:00Z', latest: '2026-01-05T01:55:00Z' };

  test.each([
    ['2026-01-05T01:00:00Z', { kind: 'moment', restoredTo: '2026-01-05T01:00:00.000Z', clampedFrom: null }],
    ['2026-01-04T00:00:00Z', { kind: 'moment', restoredTo: '2026-01-04T00:00:00.000Z', clampedFrom: null }],
    ['2026-01-05T01:55:00Z', { kind: 'moment', restoredTo: '2026-01-05T01:55:00.000Z', clampedFrom: null }],
    [
      '2026-01-05T01:55:01Z',
      { kind: 'moment', restoredTo: '2026-01-05T01:55:00.000Z', clampedFrom: '2026-01-05T01:55:01Z' },
    ],
    ['2026-01-03T23:59:59Z', { kind: 'beforeLog' }],
  ])('%s is within the log, clamped to its end, or before it', (at, target) => {
    expect(decideTarget(at, times)).toEqual(target);
  });

  test('is before the log of a cluster that has none', () => {
    expect(decideTarget('2026-01-05T01:00:00Z', { earliest: undefined, latest: undefined })).toEqual({
      kind: 'beforeLog',
    });
  });
});

describe('a removal', () => {
  const removal = {
    cluster: cluster(),
    instances: [writer()],
    recoveryId: undefined,
    evenIfKept: false,
    nowMs: NOW_MS,
  };
  const kept = { ...OURS, [TAG.keepUntil]: '2026-01-05T03:00:00Z' };

  test.each([
    ['deletes the writer first', {}, { kind: 'deleteInstances' }],
    ['then the cluster', { instances: [] }, { kind: 'deleteCluster' }],
    ['of one recovery leaves that of another', { recoveryId: '20260101-000000' }, { kind: 'refuse' }],
    [
      'leaves the live cluster, whatever asks for it',
      { cluster: cluster({ identifier: 'shop-primary', tags: {} }) },
      { kind: 'refuse' },
    ],
    ['leaves what somebody protects', { cluster: cluster({ deletionProtection: true }) }, { kind: 'refuse' }],
    ['leaves what is kept', { cluster: cluster({ tags: kept }) }, { kind: 'keep', until: '2026-01-05T03:00:00.000Z' }],
    [
      'takes what was kept when its time is over',
      { cluster: cluster({ tags: kept }), nowMs: NOW_MS + 3_600_000 },
      { kind: 'deleteInstances' },
    ],
    [
      'takes what a recovery that failed was to keep',
      { cluster: cluster({ tags: kept }), evenIfKept: true },
      { kind: 'deleteInstances' },
    ],
    [
      'takes what is kept until a date that nobody can read',
      { cluster: cluster({ tags: { ...kept, [TAG.keepUntil]: 'soon' } }) },
      { kind: 'deleteInstances' },
    ],
    [
      'leaves a cluster that has an instance of somebody else',
      { instances: [{ ...writer(), tags: {} }] },
      { kind: 'refuse' },
    ],
  ])('%s', (_, changes, verdict) => {
    expect(decideRemoval({ ...removal, ...changes })).toMatchObject(verdict);
  });
});
