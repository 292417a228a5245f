import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { DatabaseUnavailableError, type Query } from '../../../workload/api/database';
import { build } from '../../../workload/api/handler';

const now = () => new Date('2026-11-22T03:00:00.000Z');

async function call(routeKey: string, query: Query, event: Partial<APIGatewayProxyEventV2> = {}) {
  // The handler reads only what is given here.
  const { statusCode, body, headers } = await build({ query, now })({ routeKey, ...event } as APIGatewayProxyEventV2);
  return { statusCode, headers, body: JSON.parse(body ?? 'null') };
}

function database(rows: readonly (readonly (string | number)[])[], updated = 0) {
  const calls: { sql: string; parameters: unknown }[] = [];
  const query: Query = async (sql, parameters) => {
    calls.push({ sql, parameters });
    return { rows, updated };
  };
  return { query, calls };
}

const beat = JSON.stringify({ clientId: 'frankfurt', sequence: 7, sentAt: '2026-11-22T02:59:59Z' });

test('health asks the database and says which region answers', async () => {
  process.env['AWS_REGION'] = 'us-west-2';
  const { query, calls } = database([[1]]);
  expect(await call('GET /health', query)).toMatchObject({
    statusCode: 200,
    body: { status: 'ok', region: 'us-west-2' },
  });
  expect(calls).toHaveLength(1);
});

test('a heartbeat is recorded with the clock of the application, never of the database', async () => {
  const { query, calls } = database([], 1);
  expect(await call('POST /heartbeats', query, { body: beat })).toMatchObject({
    statusCode: 201,
    body: { created: true },
  });
  expect(calls[0]?.parameters).toEqual({
    clientId: 'frankfurt',
    sequence: 7,
    sentAt: '2026-11-22T02:59:59Z',
    recordedAt: '2026-11-22T03:00:00.000Z',
  });
  expect(calls[0]?.sql).not.toMatch(/now\(|current_timestamp/i);
});

test('a heartbeat that was recorded already is answered without a second row', async () => {
  const { query, calls } = database([], 0);
  expect(await call('POST /heartbeats', query, { body: beat })).toMatchObject({
    statusCode: 200,
    body: { created: false },
  });
  expect(calls[0]?.sql).toMatch(/on conflict \(client_id, sequence\) do nothing/);
});

test('a body in base64 is understood', async () => {
  const body = Buffer.from(beat).toString('base64');
  expect(await call('POST /heartbeats', database([], 1).query, { body, isBase64Encoded: true })).toMatchObject({
    statusCode: 201,
  });
});

test.each([
  ['no JSON', 'beat', /not JSON/],
  ['no client', JSON.stringify({ sequence: 1, sentAt: '2026-11-22T02:59:59Z' }), /clientId: write the name/],
  ['a sequence below zero', beat.replace('7', '-7'), /sequence: write a whole number/],
  ['a time that is none', beat.replace('2026-11-22T02:59:59Z', 'today'), /sentAt: write a time/],
])('%s is refused with the field and what to write', async (_, body, problem) => {
  const { query, calls } = database([]);
  const answer = await call('POST /heartbeats', query, { body });
  expect(answer.statusCode).toBe(400);
  expect(answer.body.error).toMatch(problem);
  expect(calls).toEqual([]);
});

test('the latest heartbeat of a client is told', async () => {
  const { query, calls } = database([['frankfurt', 7, '2026-11-22T03:00:00.000Z']]);
  const answer = await call('GET /heartbeats/latest', query, { queryStringParameters: { clientId: 'frankfurt' } });
  expect(answer).toMatchObject({ statusCode: 200, body: { clientId: 'frankfurt', sequence: 7 } });
  expect(calls[0]?.parameters).toEqual({ clientId: 'frankfurt' });
});

test('before the first heartbeat there is none to tell', async () => {
  expect(await call('GET /heartbeats/latest', database([]).query)).toMatchObject({ statusCode: 404 });
});

test('without a database every route is 503 with the reason, and asks to come back', async () => {
  const query: Query = async () => {
    throw new DatabaseUnavailableError('no database in this region yet');
  };
  for (const [route, body] of [['GET /health'], ['GET /heartbeats/latest'], ['POST /heartbeats', beat]] as const) {
    expect(await call(route, query, body === undefined ? {} : { body })).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '5' },
      body: { status: 'unavailable', reason: 'no database in this region yet' },
    });
  }
});

test('an error of our own is not hidden behind a 503', async () => {
  const query: Query = async () => {
    throw new Error('relation "heartbeats" does not exist');
  };
  await expect(call('GET /health', query)).rejects.toThrow('does not exist');
});
