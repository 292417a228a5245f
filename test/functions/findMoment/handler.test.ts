import {
  BeginTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import { mockClient } from 'aws-sdk-client-mock';
import type { SearchedCluster } from '../../../functions/findMoment/aws';
import { aws } from '../../../functions/findMoment/aws';
import { build } from '../../../functions/findMoment/handler';
import { AwsError } from '../../../simulator/service';
import type { Cluster } from '../../../simulator/services/rds/model';
import { auroraWorld, closeWorld, primaryCluster } from '../../simulator/support/aurora-world';
import { callService } from '../../simulator/support/fake-world';
import { awsError, context, setEnvironment } from '../lambda-context';
import { dataOf, trackCommits } from '../restored-cluster';

const REGION = 'us-east-1';
setEnvironment({
  PRIMARY_REGION: REGION,
  CLUSTER_IDENTIFIER: 'pilot-light-primary',
  MASTER_SECRET_ID: 'pilot-light/database',
  DATABASE_NAME: 'app',
  ACU_HOUR_USD: '0.12',
  STORAGE_GB_MONTH_USD: '0.1',
});

const NOW = '2026-11-22T05:00:00.000Z';
const [FROM, TO] = ['2026-11-22T00:00:00.000Z', '2026-11-22T04:00:00.000Z'];
const world = auroraWorld();
let cluster: Cluster;
let live: SearchedCluster | undefined;
const handler = build({ ...aws, live: async () => live, secretArn: async () => cluster.masterSecret?.arn ?? '' }, () =>
  Date.parse(NOW),
);

beforeAll(async () => {
  const rdsData = mockClient(RDSDataClient);
  const answer = (operation: string) => async (input: object) => {
    try {
      return await callService(world, { region: REGION, service: 'rds-data', operation, input });
    } catch (error) {
      throw error instanceof AwsError ? awsError(error.code, error.message, error.status) : error;
    }
  };
  rdsData.on(BeginTransactionCommand).callsFake(answer('BeginTransaction'));
  rdsData.on(ExecuteStatementCommand).callsFake(answer('ExecuteStatement'));
  rdsData.on(RollbackTransactionCommand).callsFake(answer('RollbackTransaction'));
  cluster = await primaryCluster(world, REGION);
  await dataOf(cluster).query('CREATE TABLE orders (id int primary key, cents int)', [], 'app');
  await dataOf(cluster).query('INSERT INTO orders SELECT n, 0 FROM generate_series(1, 9) n', [], 'app');
  await dataOf(cluster).query('GRANT ALL ON orders TO postgres', [], 'app');
});

beforeEach(() => {
  live = { arn: cluster.arn, earliest: '2026-11-20T00:00:00.000Z', latest: NOW, leastAcus: 0.5, mostAcus: 8 };
});

afterAll(() => closeWorld(world));

const begin = (sql: string, more: object = {}) =>
  world.scheduler.runToEnd(handler({ action: 'begin', sql, from: FROM, to: TO, ...more } as never, context));
const ask = (action: object, sql: string) =>
  world.scheduler.runToEnd(
    handler(
      {
        ...action,
        sql,
        at: FROM,
        restoredTo: FROM,
        clusterArn: cluster.arn,
        secretArn: cluster.masterSecret?.arn ?? '',
      } as never,
      context,
    ),
  );

test.each([
  'EXISTS (SELECT FROM orders WHERE cents > 0)',
  '(SELECT count(*) FROM orders) > 9 -- more than there are',
  'SELECT sum(cents) > 0 FROM orders;',
  'WITH paid AS (SELECT 1 FROM orders WHERE cents > 0) SELECT count(*) > 0 FROM paid',
  "to_regclass('public.payments') IS NOT NULL",
])('a predicate that is false now begins a search: %s', async (sql) => {
  expect(await begin(sql)).toMatchObject({
    round: 1,
    points: ['2026-11-22T00:48:00.000Z', expect.anything(), expect.anything(), '2026-11-22T03:12:00.000Z'],
    low: { at: FROM, isTested: false },
    falseAt: NOW,
    candidates: null,
    estimate: { clusters: 12, secondsApart: 116 },
  });
});

test('what the clusters cost is between their least and their greatest capacity', async () => {
  const { estimate } = (await begin('false')) as { estimate: { usdAtLeast: number; usdAtMost: number } };
  expect(estimate.usdAtLeast).toBeGreaterThan(12 * 0.5 * 0.12);
  expect(estimate.usdAtLeast).toBeLessThan(12 * 0.5 * 0.12 + 0.1);
  expect(estimate.usdAtMost).toBeCloseTo(estimate.usdAtLeast + 12 * 7.5 * 0.12);
});

test('without an end the range goes on until now, and is cut where the log ends', async () => {
  live = { ...(live as SearchedCluster), latest: '2026-11-22T04:56:00.000Z' };
  expect(await begin('false', { to: null })).toMatchObject({
    high: { at: '2026-11-22T04:56:00.000Z', isTested: false },
    notes: [expect.stringContaining('The log reaches to 2026-11-22T04:56:00.000Z so far')],
  });
});

test.each([
  ['is true now', 'true', /it is true in the live cluster now/],
  ['is no SQL', 'orders is empty', /syntax error.*Write one expression/],
  ['writes', "setval('orders_seq', 1) > 0", /orders_seq/],
  ['deletes', 'WITH x AS (DELETE FROM orders RETURNING 1) SELECT true FROM x', /Write one expression/],
  ['is a statement', 'DELETE FROM orders', /syntax error/],
  ['gives a number', 'SELECT count(*) FROM orders', /it gives bigint, not boolean/],
  ['gives NULL', 'SELECT sum(cents) > 0 FROM orders WHERE id > 100', /it gives NULL/],
  ['gives rows', 'SELECT id > 100 FROM orders', /more than one row/],
  ['gives two columns', 'SELECT true, false', /only one column/],
  ['reads a table that is gone', 'SELECT count(*) > 0 FROM payments', /write to_regclass\('public.orders'\)/],
])('a predicate that %s is refused with what to write', async (_, sql, words) => {
  await expect(begin(sql)).rejects.toMatchObject({
    name: 'InvalidRequestError',
    message: expect.stringMatching(words),
  });
});

test('a predicate that would write finds a transaction that cannot', async () => {
  await dataOf(cluster).query('CREATE SEQUENCE numbers_of_orders', [], 'app');
  await dataOf(cluster).query('GRANT ALL ON SEQUENCE numbers_of_orders TO postgres', [], 'app');
  await expect(begin("nextval('numbers_of_orders') > 0")).rejects.toMatchObject({
    message: expect.stringMatching(/^find\.sql: it would write/),
  });
});

test('without a live cluster nothing is searched', async () => {
  live = undefined;
  await expect(begin('false')).rejects.toMatchObject({ name: 'UnsafeToProceedError' });
});

test.each([
  ['says so', '(SELECT count(*) FROM orders) = 9', { value: true, why: null }],
  ['says so', '(SELECT count(*) FROM orders) > 9', { value: false, why: null }],
  ['is no answer where it makes no sense', 'SELECT count(*) > 0 FROM payments', { value: null }],
])('one restored cluster %s: %s', async (_, sql, answer) => {
  expect(await ask({ action: 'test' }, sql)).toMatchObject({ at: FROM, restoredTo: FROM, ...answer });
});

test('the cluster that a recovery goes on with has to be one in which it is true', async () => {
  expect(await ask({ action: 'prove', isTested: true }, '(SELECT count(*) FROM orders) = 9')).toMatchObject({
    value: true,
  });
  await expect(ask({ action: 'prove', isTested: true }, 'false')).rejects.toThrow('does it depend on the time of day?');
  await expect(ask({ action: 'prove', isTested: false }, 'false')).rejects.toMatchObject({
    name: 'UnsafeToProceedError',
    message: `moment-not-found: the predicate is false already at ${FROM}, the beginning of the range: write an earlier time for find.from`,
  });
});

describe('where the cluster keeps when transactions were committed', () => {
  const HOUR_MS = 3_600_000;
  let committedMs = 0;
  const around = (ms: number) => new Date(committedMs + ms).toISOString();

  beforeAll(async () => {
    await trackCommits(world, cluster);
    await dataOf(cluster).query('UPDATE orders SET cents = 1 WHERE id = 1', [], 'app');
    await dataOf(cluster).query('UPDATE orders SET cents = 0 WHERE id < 6', [], 'app');
    const [{ ms } = { ms: 0 }] = await dataOf(cluster).query(
      'SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000)::bigint AS ms FROM orders WHERE id = 1',
      [],
      'app',
    );
    committedMs = Number(ms);
  });

  test('the transactions that wrote what the predicate reads are where it is searched first', async () => {
    const [from, to] = [around(-2 * HOUR_MS), around(2 * HOUR_MS)];
    live = { ...(live as SearchedCluster), earliest: from, latest: to };
    const begun = await begin('SELECT sum(cents) > 0 FROM orders', { from, to });
    expect(begun).toMatchObject({ candidates: [{ at: around(0), rows: 5 }] });
    const { points } = begun as { points: readonly string[] };
    expect(points).toEqual(expect.arrayContaining([around(-1000), around(1000)]));
  });

  test('none is found in a range in which nothing was written', async () => {
    live = { ...(live as SearchedCluster), earliest: around(-9 * HOUR_MS), latest: around(-2 * HOUR_MS) };
    const begun = await begin('SELECT sum(cents) > 0 FROM orders', {
      from: around(-6 * HOUR_MS),
      to: around(-3 * HOUR_MS),
    });
    expect(begun).toMatchObject({ candidates: [] });
  });
});
