import { FINGERPRINT_SQL } from '../../../functions/shared/catalogue-sql';
import type { ClusterData } from '../../../simulator/data/data-store';
import { LedgerCluster } from '../../../simulator/data/ledger-store';
import { PostgresStore } from '../../../simulator/data/postgres-store';
import { statementsIn } from '../../../rehearsal/stage/sql';
import { REFERENCE_SCHEMA } from '../../../rehearsal/workload/reference';
import { YearStore } from '../../../rehearsal/year/year-store';
import { createMasterUser } from '../../../simulator/services/rds/master-user';

const SCHEMA = statementsIn(REFERENCE_SCHEMA);

let store: YearStore;

beforeEach(async () => {
  const io = <T>(run: () => Promise<T>) => run();
  store = await YearStore.open(new PostgresStore({ io, moment: () => ({ nowMs: 0, seed: 0.5 }) }), SCHEMA);
});

afterEach(() => store.close());

const LOGIN = { username: 'pilot_light', password: 'x' };

const ask = async (data: ClusterData, sql: string) => {
  const session = await data.connect(LOGIN, 'app');
  const { rows } = await session.execute(sql, []);
  return rows[0]?.[0];
};

test('a restore on PostgreSQL has the rows of the ledger’s snapshot and the fingerprint that the ledger told', async () => {
  const primary = await store.create();
  await createMasterUser(primary, LOGIN, 'app');
  const session = await primary.connect(LOGIN, 'app');
  for (const statement of SCHEMA) await session.execute(statement, []);
  if (!(primary instanceof LedgerCluster)) throw new Error('the primary is not in the ledger');
  const times = ['2026-11-24T10:00:00.000Z', '2026-11-24T10:05:00.000Z', '2026-11-24T10:10:00.000Z'];
  times.forEach((at, index) => primary.append('heartbeats', ['year', String(index), at, at]));
  const snapshot = await primary.snapshot();
  primary.append('heartbeats', ['year', '9', times[0] ?? '', times[0] ?? '']);

  store.restoreNextOnPostgres();
  const restored = await store.restore(snapshot);
  expect(restored).not.toBeInstanceOf(LedgerCluster);
  expect(await ask(restored, 'select count(*) from heartbeats')).toBe('3');
  expect(await ask(restored, "select max(recorded_at) = '2026-11-24T10:10:00Z' from heartbeats")).toBe('t');
  expect(await ask(restored, FINGERPRINT_SQL)).toBe(await ask(primary, FINGERPRINT_SQL));
  expect(await store.restore(snapshot)).toBeInstanceOf(LedgerCluster);
  expect(store.restoredOnPostgres).toBe(1);
});
