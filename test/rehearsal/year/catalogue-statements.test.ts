import { AMCHECK_SQL, countSql, FINGERPRINT_SQL, newestSql, TABLES_SQL } from '../../../functions/shared/catalogue-sql';
import { columnsSql, newestRowSql } from '../../../functions/shared/newest-row-sql';
import { statementsIn } from '../../../rehearsal/stage/sql';
import { REFERENCE_SCHEMA } from '../../../rehearsal/workload/reference';
import { catalogueStatements } from '../../../rehearsal/year/catalogue-statements';
import type { ClusterData, DataSession, DataStore } from '../../../simulator/data/data-store';
import { LedgerStore } from '../../../simulator/data/ledger-store';
import { PostgresStore } from '../../../simulator/data/postgres-store';
import { createMasterUser } from '../../../simulator/services/rds/master-user';

const INSERT = `insert into heartbeats (client_id, sequence, sent_at, recorded_at)
  values ($1, $2::bigint, cast($3 as timestamptz), cast($4 as timestamptz))
  on conflict (client_id, sequence) do nothing`;
const QUESTIONS = [
  'select count(*) from heartbeats',
  countSql('public.heartbeats'),
  newestSql({ table: 'public.heartbeats', column: 'recorded_at' }),
  "select count(*) from heartbeats where recorded_at < sent_at - interval '1 minute'",
  'select count(*) from heartbeats where recorded_at > sent_at',
  `${columnsSql('public.heartbeats')} order by a.attnum`,
  columnsSql('public.orders'),
  newestRowSql('public.heartbeats', 'recorded_at', ['client_id', 'sequence'], true),
  "select set_config('transaction_read_only', 'on', true), set_config('role', 'pilot_light_reader', true)",
];

const stores: DataStore[] = [];

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
});

function newStore(kind: 'PostgreSQL' | 'ledger'): DataStore {
  const settings = { io: <T>(run: () => Promise<T>) => run(), moment: () => ({ nowMs: 0, seed: 0.5 }) };
  const store =
    kind === 'ledger' ? new LedgerStore({ statements: catalogueStatements() }) : new PostgresStore(settings);
  stores.push(store);
  return store;
}

const READER = [
  'create role "pilot_light_reader" login password \'x\'',
  'grant select on all tables in schema public to "pilot_light_reader"',
  'alter role "pilot_light_reader" set default_transaction_read_only = on',
  'grant "pilot_light_reader" to current_user',
];
const LOGIN = { username: 'postgres_user', password: 'x' };

/** A cluster with the workload's schema, as the rehearsal makes it. */
async function cluster(store: DataStore): Promise<{ readonly data: ClusterData; readonly session: DataSession }> {
  const data = await store.create();
  await createMasterUser(data, LOGIN, 'app');
  const session = await data.connect(LOGIN, 'app');
  for (const statement of [...statementsIn(REFERENCE_SCHEMA), ...READER]) await session.execute(statement, []);
  return { data, session };
}

const write = (session: DataSession, sequence: number, recordedAt: string, sentAt = recordedAt) =>
  session.execute(INSERT, ['Frankfurt', String(sequence), sentAt, recordedAt]);

const rowsOf = async (session: DataSession, sql: string) => (await session.execute(sql, [])).rows;

test('the ledger answers what the workload and a validation ask as PostgreSQL does', async () => {
  const answers = [];
  for (const kind of ['PostgreSQL', 'ledger'] as const) {
    const { session } = await cluster(newStore(kind));
    const empty = await rowsOf(session, newestSql({ table: 'public.heartbeats', column: 'recorded_at' }));
    const changed = [
      await write(session, 1, '2026-11-24T10:00:00.250Z'),
      await write(session, 2, '2026-11-24T10:05:00Z', '2026-11-24T10:09:00Z'),
      await write(session, 2, '2026-11-24T11:00:00Z'),
      await write(session, 3, '2026-11-24T10:07:00Z', '2026-11-24T10:06:59Z'),
    ].map(({ changedRows }) => changedRows);
    await session.execute('BEGIN', []);
    const answered = [];
    for (const question of QUESTIONS) {
      const { columns, rows } = await session.execute(question, []);
      // The settings themselves are PostgreSQL's; what a checker sees of the others is compared to the letter.
      const isSetting = question.startsWith('select set_config');
      answered.push(isSetting ? rows.length : { types: columns.map(({ typeName }) => typeName), rows });
    }
    const [names] = [(await rowsOf(session, TABLES_SQL)).map(([schema, name]) => `${schema}.${name}`)];
    await session.execute('ROLLBACK', []);
    answers.push({ empty, changed, answered, names, inTransaction: session.inTransaction });
  }
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({ changed: [1, 1, 0, 1], names: ['public.heartbeats'] });
});

test('the ledger tells a changed schema from the same one, and has no extension', async () => {
  const store = newStore('ledger');
  const { data, session } = await cluster(store);
  const before = await rowsOf(session, FINGERPRINT_SQL);
  const restored = await store.restore(await data.snapshot());
  const other = await restored.connect(LOGIN, 'app');
  expect(await rowsOf(other, FINGERPRINT_SQL)).toEqual(before);
  await other.execute('create table if not exists extra (id bigint not null)', []);
  expect(await rowsOf(other, FINGERPRINT_SQL)).not.toEqual(before);
  expect(await rowsOf(session, AMCHECK_SQL)).toEqual([]);
});
