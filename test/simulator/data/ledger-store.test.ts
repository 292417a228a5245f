import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClusterData, type DataSession, type DataStore, SqlError } from '../../../simulator/data/data-store';
import { answer } from '../../../simulator/data/ledger-result';
import { exactly } from '../../../simulator/data/ledger-statement';
import { LedgerStore } from '../../../simulator/data/ledger-store';
import { createMasterUser } from '../../../simulator/services/rds/master-user';

const SCHEMA = readFileSync(join(__dirname, '../../../workload/schema.sql'), 'utf8').replaceAll(/--.*/g, '');
const STATEMENTS = [...SCHEMA.matchAll(/(?:\$\$[\s\S]*?\$\$|[^;])+/g)].map(([text]) => text.trim()).filter(Boolean);

const INSERT = `insert into heartbeats (client_id, sequence, sent_at, recorded_at)
  values ($1, $2::bigint, cast($3 as timestamptz), cast($4 as timestamptz))
  on conflict (client_id, sequence) do nothing`;

const LOGIN = { username: 'postgres_user', password: 'x' };

/** A cluster with the workload's schema, as the rehearsal makes it. */
async function cluster(store: DataStore): Promise<{ readonly data: ClusterData; readonly session: DataSession }> {
  const data = await store.create();
  await createMasterUser(data, LOGIN, 'app');
  const session = await data.connect(LOGIN, 'app');
  for (const statement of STATEMENTS) await session.execute(statement, []);
  return { data, session };
}

const write = (session: DataSession, sequence: number, recordedAt: string, sentAt = recordedAt) =>
  session.execute(INSERT, ['Frankfurt', String(sequence), sentAt, recordedAt]);

const count = async (data: ClusterData) => {
  const session = await data.connect(LOGIN, 'app');
  return (await session.execute('select count(*) from heartbeats', [])).rows[0]?.[0];
};

test('restores exactly the rows that there were at the snapshot, however either side goes on', async () => {
  const store = new LedgerStore();
  const { data, session } = await cluster(store);
  await write(session, 1, '2026-11-24T10:00:00Z');
  const first = await data.snapshot();
  await write(session, 2, '2026-11-24T11:00:00Z');
  const second = (await data.snapshot()).share();
  await write(session, 3, '2026-11-24T12:00:00Z');

  const restored = await store.restore(first);
  expect(await count(restored)).toBe('1');
  const other = await restored.connect(LOGIN, 'app');
  // The same key as a row that the source has added since.
  expect((await write(other, 2, '2026-11-24T13:00:00Z')).changedRows).toBe(1);
  expect((await write(other, 2, '2026-11-24T14:00:00Z')).changedRows).toBe(0);
  expect(await count(restored)).toBe('2');
  expect(await count(await store.restore(second))).toBe('2');
  expect(await count(data)).toBe('3');
});

test('knows who may connect to what', async () => {
  const { data } = await cluster(new LedgerStore());
  await expect(data.connect({ ...LOGIN, username: 'stranger' }, 'app')).rejects.toMatchObject({ sqlState: '28P01' });
  await expect(data.connect(LOGIN, 'other')).rejects.toMatchObject({ sqlState: '3D000' });
});

test('refuses what it does not know, what is not there, and a change inside a transaction', async () => {
  const { session } = await cluster(new LedgerStore());
  const refusal = (sql: string) => session.execute(sql, []).catch((error: unknown) => error);
  expect(await refusal('select avg(sequence) from heartbeats')).toEqual(
    expect.objectContaining({ message: expect.stringContaining('does not know this statement'), sqlState: '0A000' }),
  );
  expect(await refusal('select count(*) from orders')).toEqual(
    new SqlError('relation "orders" does not exist', '42P01'),
  );
  expect(await refusal('select count(*) from heartbeats where sent < recorded_at')).toMatchObject({
    sqlState: '42703',
  });
  await session.execute('BEGIN', []);
  await expect(write(session, 9, '2026-11-24T10:00:00Z')).rejects.toThrow('takes nothing back');
});

test('understands the statements that it is given, in every cluster of the store', async () => {
  const pattern = exactly('select name\n  from pg_settings');
  const store = new LedgerStore({ statements: [{ pattern, run: () => answer([['name', 'text']], [['work_mem']]) }] });
  const { data } = await cluster(store);
  for (const each of [data, await store.restore(await data.snapshot())]) {
    const session = await each.connect(LOGIN, 'app');
    expect((await session.execute('select name from  pg_settings', [])).rows).toEqual([['work_mem']]);
  }
  const { session } = await cluster(new LedgerStore());
  await expect(session.execute('select name from pg_settings', [])).rejects.toThrow('does not know this statement');
});

test('knows how many clusters have not been removed', async () => {
  const store = new LedgerStore();
  const first = await store.create();
  const second = await store.restore(await first.snapshot());
  expect(store.clusterCount).toBe(2);
  await second.remove();
  expect(store.clusterCount).toBe(1);
});
