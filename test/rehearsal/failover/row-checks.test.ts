import type { ClientRequest } from '../../../rehearsal/stage/clients';
import type { Observations } from '../../../rehearsal/failover/observations';
import { rowChecks } from '../../../rehearsal/failover/row-checks';
import type { ClusterRows } from '../../../rehearsal/stage/rows';

const CUT_MS = 1000;
const TABLE = 'public.heartbeats';

/** Rows by when they were written. */
function rows(...times: readonly number[]): ClusterRows {
  return new Map([[TABLE, { count: times.length, written: times.map((atMs) => ({ key: `at ${atMs}`, atMs })) }]]);
}

function checked(
  before: ClusterRows,
  restored: ClusterRows | undefined,
  requests: readonly Partial<ClientRequest>[] = [],
  evidence: unknown = { database: { recoveryPointArn: 'arn' } },
) {
  const observed = {
    options: { workload: { heartbeat: { table: TABLE, column: 'recorded_at' } } },
    world: {
      region: () => ({
        rds: { snapshots: { find: () => ({ cutAtMs: CUT_MS }) }, clusters: { find: () => undefined } },
      }),
    },
    estate: { standbyRegion: 'us-west-2' },
    clients: { requests },
    primaryRows: before,
    restoredRows: restored,
    evidence: evidence ?? undefined,
  };
  return rowChecks(observed as unknown as Observations)[0];
}

test('rows of after the cut are missing, and no others', () => {
  expect(checked(rows(900, 1000, 1100), rows(900))).toMatchObject({
    passed: true,
    detail: '2 of 3 rows are missing; 2 were written after its data was cut',
  });
});

test('a row that is missing though it was written long before the cut is a failure', () => {
  expect(checked(rows(500, 900, 1100), rows(900))).toMatchObject({ passed: false });
});

test('a row of after the cut that is there is a failure', () => {
  expect(checked(rows(900, 1000, 1100), rows(900, 1000))).toMatchObject({ passed: false });
});

test('a row whose request was under way at the cut may be missing, or be there', () => {
  const underWay = [{ startedAtMs: 950, endedAtMs: 1300 }];
  expect(checked(rows(900, 980, 1100), rows(900), underWay)).toMatchObject({
    passed: true,
    detail: '2 of 3 rows are missing; 1 were written after its data was cut, 1 before and not committed by then',
  });
  expect(checked(rows(900, 980, 1100), rows(900, 980), underWay)).toMatchObject({ passed: true });
  expect(checked(rows(900, 980, 1100), rows(980), underWay)).toMatchObject({ passed: false });
});

test('nothing restored is a failure that says so', () => {
  expect(checked(rows(900), undefined)).toMatchObject({ passed: false, detail: 'no restored cluster to count in' });
});

test('without a record that says what was restored, nothing is claimed', () => {
  expect(checked(rows(900, 1100), rows(900), [], null)).toMatchObject({
    passed: null,
    detail: 'no record says which recovery point was restored',
  });
});
