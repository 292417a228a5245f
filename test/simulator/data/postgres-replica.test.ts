import type { ClusterData } from '../../../simulator/data/data-store';
import { PostgresStore } from '../../../simulator/data/postgres-store';

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
  nowMs = 0;
  tail = Promise.resolve();
  store = new PostgresStore({ io, moment: () => ({ nowMs, seed: 0.25 }) });
});

afterEach(() => store.close());

async function cluster(): Promise<ClusterData> {
  const data = await store.create();
  await data.query("CREATE ROLE owner LOGIN SUPERUSER PASSWORD 'x'", [], 'template1');
  await data.query('CREATE DATABASE app OWNER owner', [], 'template1');
  await data.query('CREATE TABLE numbers (number int)');
  return data;
}

const numbers = async (data: ClusterData) =>
  (await data.query('SELECT number FROM numbers ORDER BY number')).map((row) => row['number']);

async function insertAt(data: ClusterData, atMs: number, number: number): Promise<void> {
  nowMs = atMs;
  await data.query('INSERT INTO numbers VALUES ($1)', [number]);
}

test('a promoted standby has exactly what was committed up to the instant, whatever came after it', async () => {
  const data = await cluster();
  await insertAt(data, 0, 0);
  const replicas = [await data.replicate(), await data.replicate(), await data.replicate()];
  await insertAt(data, 1000, 1);
  await insertAt(data, 2000, 2);
  // Snapshots end segments of the log, and checkpoints would drop them.
  await (await data.snapshot()).remove();
  await insertAt(data, 3000, 3);

  const seen = await Promise.all(
    replicas.map(async (replica, index) => numbers(await replica.promote([500, 2000, 9000][index] ?? 0))),
  );

  expect(seen).toEqual([[0], [0, 1, 2], [0, 1, 2, 3]]);
});

test('a transaction arrives as a whole, when it was committed', async () => {
  const data = await cluster();
  const [early, late] = [await data.replicate(), await data.replicate()];
  const session = await data.connect({ username: 'owner', password: 'x' }, 'app');
  nowMs = 1000;
  await session.execute('BEGIN', []);
  await session.execute('INSERT INTO numbers VALUES (1)', []);
  await insertAt(data, 2000, 2);
  nowMs = 3000;
  await session.execute('COMMIT', []);

  expect(await numbers(await early.promote(2500))).toEqual([2]);
  expect(await numbers(await late.promote(3000))).toEqual([1, 2]);
});

test('what was promoted takes writes, is cut and restored like any other, and leaves the first as it was', async () => {
  const data = await cluster();
  const replica = await data.replicate();
  await insertAt(data, 1000, 1);
  const promoted = await replica.promote(1000);
  await insertAt(promoted, 2000, 20);
  await insertAt(data, 2000, 2);
  const restored = await store.restore(await promoted.snapshot());
  const second = await (await promoted.replicate()).promote(2000);

  expect(await numbers(restored)).toEqual([1, 20]);
  expect(await numbers(second)).toEqual([1, 20]);
  expect(await numbers(data)).toEqual([1, 2]);
});

test('a standby is promoted once', async () => {
  const data = await cluster();
  const replica = await data.replicate();
  await replica.promote(0);
  expect(() => replica.promote(0)).toThrow('promoted or removed');
});

describe('restored to a point in time', () => {
  test('a server has exactly what was committed up to the instant, and leaves the first as it was', async () => {
    const data = await cluster();
    await insertAt(data, 1000, 1);
    await insertAt(data, 2000, 2);
    // Snapshots end segments of the log, and checkpoints would drop them.
    await (await data.snapshot()).remove();
    nowMs = 3000;
    await data.query('DELETE FROM numbers');
    await insertAt(data, 4000, 4);

    const seen = [];
    for (const atMs of [999, 1000, 2999, 3000, 9000]) seen.push(await numbers(await data.restoreTo(atMs)));

    expect(seen).toEqual([[], [1], [1, 2], [], [4]]);
    expect(await numbers(data)).toEqual([4]);
  });

  test('a transaction counts from its end', async () => {
    const data = await cluster();
    const session = await data.connect({ username: 'owner', password: 'x' }, 'app');
    nowMs = 1000;
    await session.execute('BEGIN', []);
    await session.execute('INSERT INTO numbers VALUES (1)', []);
    nowMs = 2000;
    await session.execute('COMMIT', []);

    expect(await numbers(await data.restoreTo(1999))).toEqual([]);
    expect(await numbers(await data.restoreTo(2000))).toEqual([1]);
  });

  test('what was restored from a snapshot, promoted or restored so itself can be restored again', async () => {
    const data = await cluster();
    await insertAt(data, 1000, 1);
    const snapshot = await data.snapshot();
    const restored = await store.restore(snapshot);
    await snapshot.remove();
    const promoted = await (await data.replicate()).promote(1000);
    const again = await data.restoreTo(1000);
    for (const each of [restored, promoted, again]) {
      await insertAt(each, 2000, 2);
      await insertAt(each, 3000, 3);
      const back = await each.restoreTo(2000);
      expect(await numbers(back)).toEqual([1, 2]);
      expect(await numbers(await back.restoreTo(nowMs))).toEqual([1, 2]);
    }
  });
});
